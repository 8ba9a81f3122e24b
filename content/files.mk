# Every file of content/ and themes/ that is shipped; tests/shipped.sh says when one is missing here.
nobase_dist_pkgdata_DATA = \
	content/course.yaml \
	content/en/2018-11-03-modules.md \
	content/en/2018-11-04-os-functional.md \
	content/en/2018-11-06-closure-debug.md \
	content/en/2018-11-07-logging-threads.md \
	content/en/2018-11-11-sharing.md \
	content/en/2018-11-14-coroutine-formats.md \
	content/en/2018-11-17-network.md \
	content/en/welcome.md \
	content/labs/regex/backreference.yaml \
	content/labs/regex/catastrophic.yaml \
	content/labs/regex/date.yaml \
	content/labs/regex/email-simple.yaml \
	content/labs/regex/findall-groups.yaml \
	content/labs/regex/greedy.yaml \
	content/labs/regex/ipv4.yaml \
	content/labs/regex/lookahead.yaml \
	content/labs/regex/named-groups.yaml \
	content/labs/regex/split.yaml \
	content/labs/regex/sub-swap.yaml \
	content/labs/regex/unicode-words.yaml \
	content/topics.yaml \
	content/zh_CN/2018-11-03-modules.md \
	content/zh_CN/2018-11-04-os-functional.md \
	content/zh_CN/2018-11-06-closure-debug.md \
	content/zh_CN/2018-11-07-logging-threads.md \
	content/zh_CN/2018-11-11-sharing.md \
	content/zh_CN/2018-11-14-coroutine-formats.md \
	content/zh_CN/2018-11-17-network.md \
	content/zh_CN/welcome.md \
	themes/ink.yaml \
	themes/paper.yaml \
	themes/projector-dark.yaml \
	themes/projector-light.yaml
