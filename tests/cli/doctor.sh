#!/bin/sh
# doctor: every mistake of config.yaml and of one's own themes, with its line, and that there is none.
. "$srcdir/tests/cli/tap.sh"

XDG_CONFIG_HOME=$tmp/config
export XDG_CONFIG_HOME
config=$XDG_CONFIG_HOME/notes-tui/config.yaml
themes=$XDG_CONFIG_HOME/notes-tui/themes
mkdir -p "$themes"

run doctor
ok "with nothing set up it succeeds" is 0 $status
ok "and says that there is nothing" has "config.yaml: none" "$out"
sed 's/^name:.*/name: My Own/' "$srcdir/themes/paper.yaml" >"$themes/mine.yaml"
printf 'theme: mine\nlanguage: zh_CN\nkeys: {reader: {J: top, "g n": lesson-next}}\n' >"$config"
run doctor
ok "what is right succeeds" is 0 $status
ok "and is said to be" has "$config, all of it understood" "$out"
ok "with one's own theme among the others" grep -q 'themes: .*mine' "$out"

XDG_STATE_HOME=$tmp/new XDG_CONFIG_HOME=$tmp/none run doctor
ok "what is only read is not said to be made" grep -q "configuration: $tmp/none/notes-tui (not there: " "$out"
ok "what is written is" grep -q "state: $tmp/new/notes-tui (made when it is needed)" "$out"
echo "no directory" >"$tmp/file"
XDG_STATE_HOME=$tmp/file/x run doctor
ok "where nothing can be kept that is said" grep -q "! state: $tmp/file/x/notes-tui (.*): .*not kept" "$out"

cat >"$config" <<'YAML'
theme: nonesuch
colour: red
mouse: perhaps
language: zn_CN
keys:
  reader:
    J: no-such-command
    nokey-x: top
    g: top
    g g: bottom
    return: zoom
    enter: zoom
  attic: {a: top}
YAML
run doctor
ok "mistakes end with 1" is 1 $status
ok "an unknown theme" grep -q "✗ config.yaml: .*config.yaml:1:8: .*nonesuch" "$out"
ok "an unknown setting" grep -q "config.yaml:2:1: .*colour" "$out"
ok "a bad value" grep -q "config.yaml:3:8: " "$out"
ok "a language there are no messages in" grep -q "config.yaml:4:11: .*zn_CN" "$out"
ok "an unknown command" grep -q "config.yaml:7:5: .*no-such-command" "$out"
ok "what is no key" grep -q "config.yaml:8:5: .*nokey-x" "$out"
ok "a key that hides another" grep -q "config.yaml:10:5: .*“g g”.*“g” is top" "$out"
ok "a key bound twice by two names" grep -q "config.yaml:12:5: .*“enter”" "$out"
ok "an unknown place for keys" grep -q "config.yaml:13:3: .*attic" "$out"
ok "and nothing more" is 9 "$(grep -c '✗' "$out")"
run --headless --size 160x20 "$fixtures/untidy.md"
ok "the start counts the same, but for the theme" grep -q "config.yaml:2:1: .*(and 7 more)" "$out"
printf 'theme: paper\nkeys: [\n' >"$config"
run doctor
ok "bad YAML ends with 1" is 1 $status
ok "bad YAML has its line" grep -q "✗ config.yaml: .*config.yaml:[23]:" "$out"
rm "$config"
mkdir "$config"
run doctor
ok "a directory in its place is told" grep -q "✗ config.yaml: .*directory" "$out"
rmdir "$config"
mkfifo "$config"
run doctor
ok "a pipe in its place is told, and not waited for" grep -q "✗ config.yaml: .*config.yaml" "$out"
rm "$config"
ln -s config.yaml "$config"
run doctor
ok "a link to itself is told" grep -q "✗ config.yaml: .*config.yaml" "$out"
ok "and is a mistake" is 1 $status
rm "$config"

printf 'name: x\nnotes-tui: 1\n' >"$themes/broken.yaml"
printf 'name: y\n' >"$themes/worse.yaml"
run doctor
ok "a broken theme ends with 1" is 1 $status
ok "it has its line" grep -q "✗ theme: .*broken.yaml:1:" "$out"
ok "all of them are told" grep -q "✗ theme: .*worse.yaml:" "$out"
run --lang=zh_CN doctor
ok "also in Chinese" grep -q "✗ 配色: .*broken.yaml:1:" "$out"
plan
