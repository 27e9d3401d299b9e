#include "providers/databricks/login/profile_file.h"

#include "engine/edges/error.h"
#include "tests/support/catch.h"

namespace dgctl::providers::profile_file_test {
namespace {

std::string value(const std::string& text,
                  const std::string& section = "p",
                  const std::string& key = "k") {
  return ProfileFile(std::string(text)).text(section, key).value_or("(none)");
}

TEST_CASE("a value of a profile is read as Databricks' tools read it", "[login]") {
  struct Case {
    std::string name, text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"plain", "[p]\nk=v", "v"},
      {"spaces around", "[p]\n  k  =  v w  \n", "v w"},
      {"a colon for a sign", "[p]\nk: v", "v"},
      {"the first sign counts", "[p]\nk = https://h:443/?a=b", "https://h:443/?a=b"},
      {"double quotes", "[p]\nk = \"v # w\" # not this", "v # w"},
      {"single quotes", "[p]\nk = 'v'", "v"},
      {"one quote only", "[p]\nk = \"v", "\"v"},
      {"quotes within", "[p]\nk = a\"b\"", "a\"b\""},
      {"a comment behind", "[p]\nk = v # w", "v"},
      {"a semicolon behind", "[p]\nk = v ; w", "v"},
      {"a sign without a space", "[p]\nk = v#w;x", "v#w;x"},
      {"comment lines", "; a\n[p]\n# k = a\n;k = b\nk = v", "v"},
      {"a per cent sign", "[p]\nk = %s%%", "%s%%"},
      {"the last one counts", "[p]\nk = a\n[q]\nk = b\n[p]\nk = c", "c"},
      {"empty", "[p]\nk =", "(none)"},
      {"of another section", "[DEFAULT]\nk = v\n[p]\nl = w", "(none)"},
      {"line ends of Windows", "[p]\r\nk = v\r\n", "v"},
      {"a byte order mark", "\xEF\xBB\xBF[p]\nk = v", "v"},
      {"spaces in the section", "[ p ]\nk = v", "v"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(value(c.text) == c.expected); }
}

TEST_CASE("what stands before any section is of DEFAULT", "[login]") {
  CHECK(value("k = v\n[p]\nk = w", "DEFAULT") == "v");
}

TEST_CASE("the names of profiles may have dots and come in their order", "[login]") {
  const ProfileFile file("[b.c]\nk=v\n[a]\nk=v\n[empty]\n[b.c]\nl=w");
  CHECK(file.names() == std::vector<std::string>{"b.c", "a"});
  CHECK(file.has("a"));
  CHECK_FALSE(file.has("empty"));
  CHECK(file.has_value("a", "k"));
  CHECK_FALSE(file.has_value("a", "l"));
}

TEST_CASE("what is no file of profiles is told by its line and without its text", "[login]") {
  struct Case {
    std::string text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"[p]\ndapicanary", "line 2 is no KEY = VALUE"},
      {"\n[canary\nk=v", "line 2 begins a section with '[' and does not end it"},
      {"[]\n", "line 1 begins a section without a name"},
      {"[p]\n= canary", "line 2 is no KEY = VALUE"},
      {"[p]\nhost https://canary.example.com", "line 2 is no KEY = VALUE"},
      {"[p]\nhost canary.example.com/?o=1", "line 2 is no KEY = VALUE"},
  }));
  try {
    const ProfileFile file{std::string(c.text)};
    FAIL("it was read");
  } catch (const engine::Error& error) {
    CHECK(std::string(error.what()) == c.expected);
  }
}

TEST_CASE("a secret of a profile is had as a secret", "[login]") {
  const ProfileFile file("[p]\ntoken = dapi0123");
  const auto secret = file.secret("p", "token");
  REQUIRE(secret);
  secret->reveal([](std::string_view text) { CHECK(text == "dapi0123"); });
}

TEST_CASE("any bytes are a file of profiles or an error", "[login]") {
  const std::string text = "[p]\nk = \"v\" # c\n;x\nl: 'w'\n[q.r]\nm = n ;\n";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    for (const char byte : {'\0', '"', '[', ']', '=', '\n', '\xff'}) {
      std::string broken = text.substr(0, cut) + byte + text.substr(std::min(cut + 1, text.size()));
      try {
        const ProfileFile file(std::move(broken));
        for (const std::string& name : file.names()) {
          CHECK(file.text(name, "k").value_or("").size() <= text.size());
        }
      } catch (const engine::Error& error) {
        CHECK(std::string(error.what()).starts_with("line "));
      }
    }
  }
}

}  // namespace
}  // namespace dgctl::providers::profile_file_test
