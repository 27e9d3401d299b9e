#include "providers/databricks/login/credential_text.h"

#include "tests/support/catch.h"

namespace dgctl::providers::credential_text_test {
namespace {

std::string without(const std::string& secret, const std::string& text) {
  const SecretForms forms{engine::Secret(std::string(secret))};
  return forms.taken_from(text);
}

TEST_CASE("a secret is taken out of a text in one pass over it", "[login]") {
  struct Case {
    std::string name, secret, text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"as it is", "canary", "no canary here", "no (redacted) here"},
      {"twice", "canary", "canary and canary", "(redacted) and (redacted)"},
      {"one after the other", "canary", "a canarycanary b", "a (redacted) b"},
      {"that overlaps itself", "abcabcab", "x abcabcabcab y", "x (redacted) y"},
      {"that is in the word for it", "redacted", "a redacted b", "a (redacted) b"},
      {"in base64", "canary", "Y2FuYXJ5!", "(redacted)!"},
      {"in base64 for URLs", "\xfb\xff\xfe-canary?>", "-__-LWNhbmFyeT8-!", "(redacted)!"},
      {"its beginning", "canary-of-a-service", "canary-of-a- and more", "(redacted) and more"},
      {"the least that is hidden", "word", "a word", "a (redacted)"},
      {"that every text has by chance", "t", "cannot send it", "cannot send it"},
      {"of three letters", "end", "cannot send it", "cannot send it"},
      {"none of it", "canary", "nothing", "nothing"},
      {"an empty text", "canary", "", ""},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(without(c.secret, c.text) == c.expected); }
}

TEST_CASE("what was sent is taken out beside the secret", "[login]") {
  SecretForms forms{engine::Secret(std::string("canary"))};
  forms.add_text("a:canary");
  forms.add_text("t");
  CHECK(forms.taken_from("that a:canary") == "that (redacted)");
  forms.add_text("ab+/cd==");
  CHECK(forms.taken_from("ab+/cd== or ab-_cd") == "(redacted) or (redacted)");
}

}  // namespace
}  // namespace dgctl::providers::credential_text_test
