if HAVE_CMOCKA
base_tests = \
	tests/unit/base/alloc_test \
	tests/unit/base/clock_test \
	tests/unit/base/err_test \
	tests/unit/base/file_test \
	tests/unit/base/loop_test \
	tests/unit/base/path_test \
	tests/unit/base/rng_test \
	tests/unit/base/str_test \
	tests/unit/base/vec_test \
	tests/unit/base/yaml_test
check_PROGRAMS += $(base_tests)
TESTS += $(base_tests)

tests_unit_base_file_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_base_file_test_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_loop_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_base_loop_test_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_path_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_base_path_test_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_rng_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_base_rng_test_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_str_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_base_str_test_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_yaml_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_base_yaml_test_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_alloc_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_base_alloc_test_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_clock_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_base_clock_test_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_err_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_base_err_test_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_base_vec_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_base_vec_test_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
endif
