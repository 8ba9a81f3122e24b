#!/bin/sh
# Themes of one's own: the one in use is read at the start, the others behind the first picture; a mistake in any is told.
. "$srcdir/tests/cli/tap.sh"

XDG_CONFIG_HOME=$tmp/config
export XDG_CONFIG_HOME
themes=$XDG_CONFIG_HOME/notes-tui/themes
mkdir -p "$themes"

# screen ARGUMENT...: what stands on the screen once everything has settled
screen() { run --headless --size 160x20 "$@" "$fixtures/untidy.md"; }

sed 's/^name:.*/name: My Own/' "$srcdir/themes/paper.yaml" >"$themes/mine.yaml"
screen --theme mine
ok "a theme of one's own is taken" has_not "there is no theme" "$out"
ok "nothing is said of what is right" has_not "yaml" "$out"
screen --theme none
ok "a theme that is not there is missed" has "there is no theme “none”" "$out"
screen --theme ../themes/mine
ok "a path is no theme" has "there is no theme" "$out"
printf 'name: x\nnotes-tui: 1\n' >"$themes/broken.yaml"
screen
ok "a mistake in a theme that is not in use is told" has "broken.yaml:1:" "$out"
screen --theme mine
ok "also beside one's own" has "broken.yaml:1:" "$out"
screen --theme broken
ok "a mistake in the theme asked for is told with its line" has "broken.yaml:1:" "$out"
rm "$themes/broken.yaml"
printf 'name: x\n' >"$themes/ink.yaml"
screen --theme ink
ok "behind a broken file of one's own the shipped theme is used" has_not "there is no theme" "$out"
ok "and the file is named" has "ink.yaml:" "$out"
plan
