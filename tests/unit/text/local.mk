if HAVE_CMOCKA
text_tests = \
	tests/unit/text/breaks_test \
	tests/unit/text/cell_test \
	tests/unit/text/encoding_test \
	tests/unit/text/span_test \
	tests/unit/text/utf8_test \
	tests/unit/text/wrap_test
check_PROGRAMS += $(text_tests)
TESTS += $(text_tests)

tests_unit_text_breaks_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_text_breaks_test_LDADD = $(TEXT_LIBS) $(CMOCKA_LIBS)
tests_unit_text_cell_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_text_cell_test_LDADD = $(TEXT_LIBS) $(CMOCKA_LIBS)
tests_unit_text_encoding_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_text_encoding_test_LDADD = $(TEXT_LIBS) $(CMOCKA_LIBS)
tests_unit_text_span_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_text_span_test_LDADD = $(TEXT_LIBS) $(CMOCKA_LIBS)
tests_unit_text_utf8_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_text_utf8_test_LDADD = $(TEXT_LIBS) $(CMOCKA_LIBS)
tests_unit_text_wrap_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_text_wrap_test_LDADD = $(TEXT_LIBS) $(CMOCKA_LIBS)
endif
