/* The locale and the translations: set once, before anything is printed. Main thread. */
#ifndef CLI_LOCALE_H
#define CLI_LOCALE_H

/*
 * LANG: as --lang gives it ("zh_CN", "en"), or NULL for the environment's. Returns the language for what is not in
 * gettext (folders of a course, titles of presets): "zh_CN", "en"; never NULL, valid until the program ends.
 */
const char *locale_set(const char *lang);

#endif
