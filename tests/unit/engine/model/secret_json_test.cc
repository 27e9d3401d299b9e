#include "engine/model/secret_json.h"

#include "tests/support/catch.h"

namespace dgctl::engine::secret_json_test {
namespace {

std::optional<std::string> taken(std::string& json) {
  const auto secret = take_member(json, "secret");
  if (!secret) return std::nullopt;
  return secret->reveal([](std::string_view value) { return std::string(value); });
}

TEST_CASE("a member is taken out of a JSON object and the rest stays", "[secret]") {
  struct Case {
    std::string name, json, value, rest;
  };
  const auto c = GENERATE(values<Case>({
      {"alone", R"({"secret":"dose1"})", "dose1", R"({"secret":"*****"})"},
      {"among others",
       R"( { "id" : 1.5e3, "secret" : "dose1" , "list": [1, {"secret": "}"}], "n": null } )",
       "dose1",
       R"( { "id" : 1.5e3, "secret" : "*****" , "list": [1, {"secret": "}"}], "n": null } )"},
      {"escaped", R"({"secret":"a\"\\\/\n\u00e9\ud83d\ude00"})", "a\"\\/\n\u00e9\U0001F600", {}},
      {"with an escaped name", R"({"\u0073ecret":"x"})", "x", R"({"\u0073ecret":"*"})"},
      {"empty", R"({"secret":""})", "", R"({"secret":""})"},
  }));
  DYNAMIC_SECTION(c.name) {
    std::string json = c.json;
    CHECK(taken(json) == c.value);
    if (!c.rest.empty()) CHECK(json == c.rest);
    CHECK(json.size() == c.json.size());
  }
}

TEST_CASE("nothing is taken of what has no such text exactly once", "[secret]") {
  const auto* const json = GENERATE("",
                                    "{}",
                                    "[]",
                                    "null",
                                    R"("secret")",
                                    R"({"secret":7})",
                                    R"({"secret":{"secret":"x"}})",
                                    R"({"a":{"secret":"x"}})",
                                    R"({"secret":"x","secret":"y"})",
                                    R"({"secret":7,"secret":"y"})",
                                    R"({"secret":"x)",
                                    R"({"secret":"x\)",
                                    R"({"secret":"x"} more)",
                                    R"({"secret":"x",})",
                                    R"({"secret" "x"})",
                                    R"({"secret":"x" "y":1})",
                                    R"({"secret":"\q"})",
                                    R"({"secret":"\u12"})",
                                    R"({"secret":"\u12g4"})",
                                    R"({"secret":"\ud800"})",
                                    R"({"secret":"\ud800\u0041"})",
                                    R"({"secret":"\udc00"})",
                                    "{\"secret\":\"a\nb\"}",
                                    R"({"a":[1,"secret":"x"})",
                                    R"({"a":,"secret":"x"})",
                                    "<html></html>");
  std::string text = json;
  INFO(text);
  CHECK_FALSE(taken(text).has_value());
}

}  // namespace
}  // namespace dgctl::engine::secret_json_test
