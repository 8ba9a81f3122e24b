# Translations, without a recursive po/: NAME.po becomes locale/NAME/LC_MESSAGES/notes-tui.mo, in the build tree and installed.
MO_FILES = locale/zh_CN/LC_MESSAGES/notes-tui.mo
CLEANFILES += $(MO_FILES)
EXTRA_DIST += po/LINGUAS po/POTFILES.in po/notes-tui.pot po/zh_CN.po po/README.md
all-local: $(MO_FILES)

locale/%/LC_MESSAGES/notes-tui.mo: po/%.po
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(MSGFMT) --check -o $@ $<

install-data-local: $(MO_FILES)
	for file in $(MO_FILES); do \
		$(MKDIR_P) "$(DESTDIR)$(localedir)/$$(dirname $${file#locale/})" && \
		$(INSTALL_DATA) $$file "$(DESTDIR)$(localedir)/$${file#locale/}" || exit 1; \
	done

uninstall-local:
	for file in $(MO_FILES); do rm -f "$(DESTDIR)$(localedir)/$${file#locale/}"; done

# After changing text in the sources: find the files that have any, collect it, merge it into every language.
update-po:
	cd $(srcdir) && grep -rlE '(\b_|N_|ngettext)\(' --include='*.[ch]' src | grep -v i18n.h | LC_ALL=C sort >po/POTFILES.in
	cd $(srcdir) && $(XGETTEXT) --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=ngettext:1,2 \
		--add-comments=TRANSLATORS: --sort-by-file --no-wrap --package-name=notes-tui \
		--files-from=po/POTFILES.in -o po/notes-tui.pot
	cd $(srcdir) && for language in $$(cat po/LINGUAS); do \
		$(MSGMERGE) --quiet --no-wrap --no-fuzzy-matching --sort-by-file --update --backup=none po/$$language.po po/notes-tui.pot || exit 1; done
