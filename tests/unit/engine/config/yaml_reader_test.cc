#include "engine/config/yaml_reader.h"

#include <yaml-cpp/yaml.h>

#include "engine/config/weight.h"
#include "tests/support/catch.h"
#include "tests/support/property.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::yaml_reader_test {
namespace {

/// A tree on one line: plain scalars bare, others in brackets of their own.
std::string shown(const YamlNode& node) {
  std::string text;
  switch (node.type) {
    case YamlType::Empty:
      return "null";
    case YamlType::Scalar:
      return node.is_plain ? node.text : "<" + node.text + ">";
    case YamlType::Sequence:
      for (const YamlNode* item : node.items) text += (text.empty() ? "" : ", ") + shown(*item);
      return "[" + text + "]";
    case YamlType::Mapping:
      break;
  }
  for (const YamlMember& member : node.members) {
    text += (text.empty() ? "" : ", ") + member.key + ": " + shown(*member.value);
  }
  return "{" + text + "}";
}

struct Read {
  std::string tree, findings;
};

Read read(const std::string& text) {
  YamlTree tree;
  Findings findings;
  const YamlNode* root = read_yaml(SourceText("dgctl.yml", text), tree, findings);
  return {root == nullptr ? "" : shown(*root), text_of(findings.take())};
}

TEST_CASE("YAML is read into a tree", "[yaml]") {
  struct Case {
    std::string name, text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"block style", "a:\n  b: 1\n  c:\n  - x\n  - y\n", "{a: {b: 1, c: [x, y]}}"},
      {"flow style", "{a: {b: [x, 'y', \"z\"]}}", "{a: {b: [x, <y>, <z>]}}"},
      {"a flow collection of many lines", "a: [\n\tx,\n  y,\n]\n", "{a: [x, y]}"},
      {"quotes inside plain scalars", "a: it's \"so\"\nb: c\n", "{a: it's \"so\", b: c}"},
      {"a quote that begins a continued line",
       "a: foo\n  'tis the season\n",
       "{a: foo 'tis the season}"},
      {"quotes in comments", "a: b # it's \"\n# don't\nc: d\n", "{a: b, c: d}"},
      {"escaped quotes", "a: \"x\\\"y\"\nb: 'it''s'\n", "{a: <x\"y>, b: <it's>}"},
      {"quotes over lines",
       "a: \"one\n  two\"\nb: 'three\n\n  four'\n",
       "{a: <one two>, b: <three\nfour>}"},
      {"a tab in quotes over lines", "a: \"one\n\ttwo\"\nb: c\n", "{a: <one two>, b: c}"},
      {"a literal block",
       "a: |\n  it's \"\n\n  # no comment\nb: c\n",
       "{a: <it's \"\n\n# no comment\n>, b: c}"},
      {"a folded block", "a: >-\n  one\n  two\nb: c\n", "{a: <one two>, b: c}"},
      {"tabs behind content", "a:\tb\t\n# \tc\nc: d\t# e\n", "{a: b, c: d}"},
      {"nothing", "a:\nb: ~\nc: null\n", "{a: null, b: null, c: null}"},
      {"CRLF", "a: b\r\nc:\r\n- d\r\n", "{a: b, c: [d]}"},
      {"a byte order mark",
       "\xEF\xBB\xBF"
       "a: b\n",
       "{a: b}"},
      {"an alias", "a: &x [1, 2]\nb: *x\n", "{a: [1, 2], b: [1, 2]}"},
      {"an anchored map", "a: &x\n  b: c\nd: *x\n", "{a: {b: c}, d: {b: c}}"},
      {"an anchored key", "&k a: 1\nb: *k\n", "{a: 1, b: a}"},
      {"an anchored null", "a: &x\nb: *x\n", "{a: null, b: null}"},
      {"an anchored quoted text", "a: &x \"it's\"\nb: &y\n  'x'\n", "{a: <it's>, b: <x>}"},
      {"a document start and end", "---\na: b\n...\n", "{a: b}"},
      {"a directive", "%YAML 1.2\n---\na: b\n", "{a: b}"},
      {"keys of any look", "1: a\ntrue: b\n\"x y\": c\n", "{1: a, true: b, x y: c}"},
      {"an explicit key", "? a\n: b\n", "{a: b}"},
      {"a merge key in quotes", "\"<<\": b\n", "{<<: b}"},
      {"what looks like a tag in text", "a: x!y\nb: '!z'\n", "{a: x!y, b: <!z>}"},
  }));
  DYNAMIC_SECTION(c.name) {
    const Read result = read(c.text);
    CHECK(result.tree == c.expected);
    CHECK(result.findings.empty());
  }
}

TEST_CASE("everything in a tree knows its place", "[yaml]") {
  YamlTree tree;
  Findings findings;
  const YamlNode* root = read_yaml(
      SourceText("f",
                 "\u00e4: \"\u00f6\" # x\nlist:\n- &a p\n- {k: v}\n-\n- null\nempty:\nlast: *a\n"),
      tree,
      findings);
  REQUIRE(root != nullptr);
  const auto at = [](const Place& place) {
    return std::to_string(place.line) + ":" + std::to_string(place.column);
  };
  CHECK(at(root->place) == "1:1");
  CHECK(at(root->members[0].place) == "1:1");
  CHECK(at(root->members[0].value->place) == "1:4");
  const YamlNode& list = *find_value(*root, "list");
  CHECK(at(list.place) == "3:1");
  CHECK(at(list.items[0]->place) == "3:3");
  CHECK(at(list.items[1]->members[0].place) == "4:4");
  CHECK(at(list.items[1]->members[0].value->place) == "4:7");
  CHECK(at(list.items[2]->place) == "5:1");
  CHECK(at(list.items[3]->place) == "6:3");
  CHECK(at(find_value(*root, "empty")->place) == "7:1");
  CHECK(find_value(*root, "last") == list.items[0]);
}

TEST_CASE("a missing value is placed at its key although the parser sees what follows", "[yaml]") {
  YamlTree tree;
  Findings findings;
  const YamlNode* root =
      read_yaml(SourceText("f", "a:\n\n# x\nnull: 1\nb: &x\nc: {d: , e}\nf:"), tree, findings);
  REQUIRE(root != nullptr);
  CHECK(find_value(*root, "a")->place == Place{"f", 1, 1});
  CHECK(find_value(*root, "b")->place == Place{"f", 5, 1});
  CHECK(find_value(*find_value(*root, "c"), "d")->place == Place{"f", 6, 5});
  CHECK(find_value(*root, "f")->place == Place{"f", 7, 1});
}

TEST_CASE("what is wrong with the YAML is said where it is", "[yaml]") {
  struct Case {
    std::string name, text, expected;
  };
  const std::string quote =
      " error: the quoted text that begins here is not closed; add the closing quote\n";
  const std::string tab = " error: a tab in the indentation; indent with spaces\n";
  const std::string bracket =
      " error: nothing closes this bracket, or a comma is missing behind it; add ',' or '";
  const std::string map =
      " error: this does not belong to the map above it; check indentation, colons and quotes\n";
  const std::string colon =
      " error: a ':' that separates no key from a value; quote a text that holds one, and check "
      "the line above\n";
  const auto c = GENERATE_COPY(values<Case>({
      {"an open quote before a line break", "a: \"foo\nb: 1\n", "1:4:" + quote},
      {"an open quote at the end", "\u00e4: [\"\u00f6\", 'foo", "1:10:" + quote},
      {"an open quote in brackets", "a: [x, \"foo\nb: 1]\n", "1:8:" + quote},
      {"an open quote behind an anchor", "a: &x 'foo\nb: 1\n", "1:7:" + quote},
      {"an open quote as a key", "\"a: 1\nb: 2\n", "1:1:" + quote},
      {"an open quote before a document mark", "a: it's\nb: \"x\n---\nc: d\n", "2:4:" + quote},
      {"a backslash before the last quote", "a: \"C:\\\"\nb: c\n", "1:4:" + quote},
      {"a tab before a key", "a:\n\tb: 1\n", "2:1:" + tab},
      {"a tab behind spaces", "a:\n  \tb: 1\n", "2:3:" + tab},
      {"a tab in the first line", "\ta: 1\n", "1:1:" + tab},
      {"a tab before a continued line", "a: foo\n\tbar\n", "2:1:" + tab},
      {"a tab before a text of its own", "a:\n\tfoo\n", "2:1:" + tab},
      {"a tab alone, which yaml-cpp does not take", "a: b\n\t\nc: d\n", "2:1:" + tab},
      {"a tab in a block scalar's indentation", "a: |\n\tfoo\n", "2:1:" + tab},
      {"an open bracket", "a: [1, 2\nb: 3\n", "1:4:" + bracket + "]'\n"},
      {"an open brace", "a: [x, {b: 1", "1:8:" + bracket + "}'\n"},
      {"a key that is not indented", "a:\n  b: 1\n c: 2\n", "3:2:" + map},
      {"text behind quotes", "\u00e4: \"x\" y\n", "1:8:" + map},
      {"a list in a map", "a: 1\n- b\n", "2:1:" + map},
      {"a text with a colon", "a: b: c\n", "1:5:" + colon},
      {"a missing colon", "key\nb: 1\n", "2:2:" + colon},
      {"a key that belongs to nothing",
       "- a\nb: 1\n",
       "2:1: error: this stands outside of what begins the file; check the indentation\n"},
      {"a list behind a key",
       "a: - b\n",
       "1:4: error: no list can begin here; put '- ' on a line of its own\n"},
      {"a bracket too many", "a: [x]]\n", "1:7: error: a bracket that closes nothing; remove it\n"},
      {"a reserved character",
       "a: @b\n",
       "1:4: error: a text cannot begin with this character; quote it\n"},
      {"an unknown escape",
       "a: \"C:\\Users\"\n",
       "1:7: error: an unknown escape in double quotes; write '\\\\' for a backslash, or use "
       "single "
       "quotes\n"},
      {"an unknown alias", "\u00e4: *x\n", "1:4: error: no value above is called '&x'\n"},
      {"a second document",
       "a: 1\n---\nb: 2\n",
       "2:1: error: a second document begins here; a file holds one\n"},
      {"a second document of nothing",
       "---\n---\n",
       "2:1: error: a second document begins here; a file holds one\n"},
      {"a cycle",
       "a: &a [*a]\n",
       "1:8: error: this alias stands within the value that it refers to\n"},
      {"an empty file",
       "",
       "dgctl.yml: error: the file is empty; it must be a map, written in YAML\n"},
      {"a file of comments",
       "# a\n",
       "dgctl.yml: error: the file is empty; it must be a map, written in YAML\n"},
  }));
  DYNAMIC_SECTION(c.name) {
    const Read result = read(c.text);
    CHECK(result.findings == c.expected);
    CHECK(result.tree.empty());
  }
}

TEST_CASE("reading goes on after what does not hide the rest", "[yaml]") {
  struct Case {
    std::string name, text, tree, expected;
  };
  const std::string tag = " error: tags are not supported; remove the '!…'\n";
  const std::string key = " error: a key must be a text; quote it\n";
  const auto c = GENERATE_COPY(values<Case>({
      {"duplicate keys",
       "a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\na: 3\n",
       "{a: 1, b: {c: 1, d: 2}}",
       "2:17: error: the key 'c' stands at dgctl.yml:2:5 already; keep one of them\n"
       "3:1: error: the key 'a' stands at dgctl.yml:1:1 already; keep one of them\n"
       "4:1: error: the key 'a' stands at dgctl.yml:1:1 already; keep one of them\n"},
      {"duplicate keys in other quotes",
       "a: 1\n\"a\": 2\n",
       "{a: 1}",
       "2:1: error: the key 'a' stands at dgctl.yml:1:1 already; keep one of them\n"},
      {"tags",
       "a: !x y\nb: !!str 1\nc: ! z\nd: !m {e: f}\ng: &h !i j\n",
       "{a: <y>, b: <1>, c: <z>, d: {e: f}, g: <j>}",
       "1:4:" + tag + "2:4:" + tag + "3:4:" + tag + "4:4:" + tag + "5:4:" + tag},
      {"keys that are no text",
       "? [a, b]\n: 1\n~: 2\n? {c: d}\n: 3\n\"\": 4\ne: 5\n",
       "{e: 5}",
       "1:3:" + key + "3:1:" + key + "4:3:" + key + "6:1:" + key},
      {"a merge key",
       "a: &a {b: c}\nd: {<<: *a, e: f}\n",
       "{a: {b: c}, d: {e: f}}",
       "2:5: error: unknown key '<<': maps are not merged; repeat the keys, or give single values "
       "an anchor\n"},
  }));
  DYNAMIC_SECTION(c.name) {
    const Read result = read(c.text);
    CHECK(result.tree == c.tree);
    CHECK(result.findings == c.expected);
  }
}

std::string bomb(std::size_t levels) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (std::size_t level = 1; level <= levels; ++level) {
    const std::string before = "*a" + std::to_string(level - 1);
    text += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + before;
    for (int i = 0; i < 9; ++i) text += ", " + before;
    text += "]\n";
  }
  return text;
}

std::string nested(std::size_t levels, const std::string& innermost) {
  std::string text;
  for (std::size_t level = 0; level < levels; ++level) text += "[";
  text += innermost;
  for (std::size_t level = 0; level < levels; ++level) text += "]";
  return text;
}

TEST_CASE("limits hold exactly and are kept without walking what aliases repeat",
          "[yaml][hostile]") {
  struct Case {
    std::string name, text, expected;
  };
  const std::string deep = " error: " + std::string(kTooManyLevels) + "\n";
  const std::string heavy = " error: " + std::string(kTooManyValues) + "\n";
  std::string list = "a: [x";
  for (int i = 0; i < 99'997; ++i) list += ",x";
  const auto c = GENERATE_REF(values<Case>({
      {"64 levels", "a: " + nested(63, "x"), ""},
      {"65 levels", "a: " + nested(64, "x"), "1:67:" + deep},
      {"65 levels of block style",
       [] {
         std::string text;
         for (std::size_t level = 0; level < 65; ++level) text += std::string(level, ' ') + "a:\n";
         return text + std::string(65, ' ') + "b\n";
       }(),
       "65:65:" + deep},
      {"64 levels with an alias", "a: &a " + nested(32, "x") + "\nb: " + nested(31, "*a"), ""},
      {"65 levels with an alias",
       "a: &a " + nested(32, "x") + "\nb: " + nested(32, "*a"),
       "2:36:" + deep},
      {"a bomb that stays within", bomb(3), ""},
      {"a bomb", bomb(4), "5:45:" + heavy},
      {"a bomb beyond all numbers", bomb(60), "5:45:" + heavy},
      {"100,000 values", list + "]", ""},
      {"100,001 values", list + ",x]", "1:200001:" + heavy},
  }));
  // Whoever walked what the largest bomb repeats would never end.
  DYNAMIC_SECTION(c.name) { CHECK(read(c.text).findings == c.expected); }
}

/// As yaml-cpp's own loader understands it, in the same notation.
std::string shown(const YAML::Node& node) {
  std::string text;
  if (node.IsNull()) return "null";
  if (node.IsScalar()) return node.Tag() == "?" ? node.Scalar() : "<" + node.Scalar() + ">";
  if (node.IsSequence()) {
    for (const auto& item : node) text += (text.empty() ? "" : ", ") + shown(item);
    return "[" + text + "]";
  }
  for (const auto& member : node) {
    text += (text.empty() ? "" : ", ") + member.first.Scalar() + ": " + shown(member.second);
  }
  return "{" + text + "}";
}

TEST_CASE("whatever is read without an error is what yaml-cpp reads", "[yaml][property]") {
  tests::check_property("agreement with yaml-cpp", [] {
    const auto pieces =
        *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("a: ",
                                                                                    "b: ",
                                                                                    "- ",
                                                                                    "\n",
                                                                                    "\n  ",
                                                                                    "\n    ",
                                                                                    "\n",
                                                                                    "x",
                                                                                    "y z",
                                                                                    "'",
                                                                                    "\"",
                                                                                    "[",
                                                                                    "]",
                                                                                    "{",
                                                                                    "}",
                                                                                    ", ",
                                                                                    "# ",
                                                                                    "|\n",
                                                                                    ">",
                                                                                    "&a ",
                                                                                    "*a",
                                                                                    "'it''s'",
                                                                                    "\"\\\"\"",
                                                                                    "\t",
                                                                                    "\\",
                                                                                    "~",
                                                                                    "? ",
                                                                                    ": ",
                                                                                    "\u00e4",
                                                                                    "---",
                                                                                    "\r\n",
                                                                                    "c: d\n",
                                                                                    "  - e\n",
                                                                                    "\"f\": g\n"));
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    const Read result = read(text);
    RC_CLASSIFY(result.findings.empty());
    if (!result.findings.empty()) return;
    const std::vector<YAML::Node> documents = YAML::LoadAll(text);  // throws what fails the test
    RC_ASSERT(documents.size() == 1U);
    RC_ASSERT(result.tree == shown(documents.front()));
  });
}

TEST_CASE("no valid YAML is refused", "[yaml][property]") {
  // Documents that yaml-cpp itself writes, of texts that are hard on a reader.
  tests::check_property("what yaml-cpp emits is read", [] {
    const auto texts = *rc::gen::container<std::vector<std::string>>(rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
            "'", "\"", "[", "{", "# ", ": ", "- ", "\n", " ", "it's", "\\", "a", "\t", "|", "!")),
        [](const std::vector<std::string>& parts) {
          std::string text;
          for (const std::string& part : parts) text += part;
          return text;
        }));
    YAML::Emitter out;
    out << YAML::BeginMap;
    int number = 0;
    for (const std::string& text : texts) {
      const auto style =
          *rc::gen::element(YAML::Auto, YAML::SingleQuoted, YAML::DoubleQuoted, YAML::Literal);
      const auto form = *rc::gen::element(YAML::Block, YAML::Flow);
      out << YAML::Key << "k" + std::to_string(number++) << YAML::Value << form << YAML::BeginSeq
          << style << text << YAML::EndSeq;
    }
    out << YAML::EndMap;
    RC_PRE(out.good());
    const std::string text = out.c_str();
    std::string loaded;
    try {
      loaded = shown(YAML::Load(text));
    } catch (const YAML::Exception&) {
      RC_DISCARD("yaml-cpp does not read what it wrote");
    }
    const Read result = read(text);
    RC_ASSERT(result.findings.empty());
    RC_ASSERT(result.tree == loaded);
  });
}

}  // namespace
}  // namespace dgctl::engine::yaml_reader_test
