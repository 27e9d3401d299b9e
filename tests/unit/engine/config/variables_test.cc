#include "engine/config/variables.h"

#include "engine/config/pattern.h"
#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::variables_test {
namespace {

struct Case {
  std::string name, body, expected;
};

/// A configuration whose catalog is called after a variable.
std::string declared(const std::string& declaration) {
  return "variables:\n  env: {" + declaration +
         "}\nresources: {catalogs: {c: {name: \"${var.env}\"}}}\n";
}

TEST_CASE("a variable's value is the strongest that is given", "[variables]") {
  const auto value_of = [](const LoadOptions& options) {
    return desired(declared("default: d"), options).variables.at("env");
  };
  LoadOptions options;
  CHECK(value_of(options) == Value("d"));
  options.environment = {{"env", "e"}, {"undeclared", "x"}};
  CHECK(value_of(options) == Value("e"));
  options.variable_files = {{"one.yml", "env: f\n"}, {"two.yml", "env: g\n"}};
  CHECK(value_of(options) == Value("g"));
  options.variables = {{"env", "v"}, {"env", "w"}};
  CHECK(value_of(options) == Value("w"));
  CHECK(summary(desired(declared("default: d"), options)) == "catalog.c = w\n");
}

TEST_CASE("a variable has a type", "[variables]") {
  LoadOptions options;
  options.variables = {
      {"n", "+5"}, {"flag", "true"}, {"text", "05"}, {"literal", "${var.n} $${x}"}};
  const Desired desired = engine::desired(R"(
variables:
  n: {type: number}
  flag: {type: bool}
  text: {pattern: "[0-9]+"}
  literal: {}
  default: {type: number, default: 7}
resources:
  catalogs:
    c: {name: c, custom_max_retention_hours: "${var.n}", exclusive: "${var.flag}", comment: "${var.n}/${var.text}"}
    d: {name: "d_${var.text}", comment: "${var.literal}", properties: {n: "${var.n}"}}
)",
                                          options);
  CHECK(
      desired.variables ==
      std::map<std::string, Value>{
          {"n", 5}, {"flag", true}, {"text", "05"}, {"default", 7}, {"literal", "${var.n} $${x}"}});
  CHECK(desired.resources[0].fields.at("custom_max_retention_hours") == Value(5));
  CHECK(desired.resources[0].fields.at("comment") == Value("5/05"));
  CHECK(desired.resources[0].exclusive);
  CHECK(desired.resources[1].fields.at("name") == Value("d_05"));
  CHECK(desired.resources[1].fields.at("comment") == Value("${var.n} $${x}"));
  CHECK(desired.resources[1].fields.at("properties") == Value(Fields{{"n", "5"}}));
}

TEST_CASE("a default may refer to other variables and to the target", "[variables]") {
  CHECK(summary(desired("variables:\n  a: {default: \"${var.b}_${target}\"}\n  b: {default: x}\n"
                        "resources: {catalogs: {c: {name: \"${var.a}\"}}}\n")) ==
        "catalog.c = x_default\n");
}

TEST_CASE("a variable that is not declared well is refused", "[variables]") {
  const auto c = GENERATE(values<Case>({
      {"no value",
       declared("allowed: [dev, prod]"),
       "5:3: error: variable 'env' has no value; give it with --var env=VALUE, in a --var-file or "
       "as "
       "DGCTL_VAR_env, or give it a default\n"},
      {"a text as declaration",
       "variables: {env: dev}\n",
       "4:18: error: 'env' must be a map, not 'dev'\n"},
      {"a list of variables",
       "variables: [env]\n",
       "4:12: error: 'variables' must be a map, not a list\n"},
      {"a name that cannot be referred to",
       "variables: {a b: {default: x}}\n",
       "4:13: error: 'a b' cannot be the name of a variable; use letters, digits, '_' and '-', and "
       "begin with a letter\n"},
      {"an unknown type",
       declared("type: int, default: 1"),
       "5:15: error: 'type' must be one of string, number and bool, not 'int'\n"},
      {"an unknown key",
       declared("defalt: x, default: y"),
       "5:9: error: unknown key 'defalt'; did you mean 'default'?\n"},
      {"nothing allowed",
       declared("allowed: [], default: x"),
       "5:18: error: 'allowed' is empty, so that no value is; list some, or leave it out\n"},
      {"a reference among what is allowed",
       declared("allowed: [\"${target}\"], default: x"),
       "5:19: error: 'allowed' holds no references; write the value itself\n"},
      {"a default that is not allowed",
       declared("allowed: [dev, prod], default: Prod"),
       "5:40: error: variable 'env' must be one of dev and prod, not 'Prod', which is its "
       "default\n"},
      {"a default of another type",
       declared("type: number, default: many"),
       "5:32: error: variable 'env' must be a whole number, not 'many', which is its default\n"},
      {"a default that is a list",
       declared("default: [a]"),
       "5:18: error: variable 'env' must be a text, a number, or true or false, not a list, which "
       "is its "
       "default\n"},
      {"a default without a value",
       declared("default:"),
       "5:9: error: variable 'env' must be a text, a number, or true or false, not null, which is "
       "its "
       "default\n"},
      {"a default that only the workspace knows",
       "variables: {v: {default: \"${resources.catalogs.c.storage_location}\"}}\n"
       "resources: {catalogs: {c: {name: c}}}\n",
       "4:26: error: variable 'v' must be a text, a number, or true or false, not known only after "
       "apply, "
       "which is its default\n"},
      {"a pattern that does not match",
       declared("pattern: '[a-z]+', default: a1"),
       "5:37: error: variable 'env' must be matched by the pattern '[a-z]+', not 'a1', which is "
       "its "
       "default\n"},
      {"a pattern that is none",
       declared("pattern: '[a-', default: a"),
       "5:18: error: 'pattern' is no regular expression; check brackets and escapes\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

TEST_CASE("a value that does not fit is reported with where it comes from", "[variables]") {
  const std::string body =
      "variables:\n  env: {allowed: [dev, prod], default: dev}\n  on: {type: bool, default: "
      "true}\n";
  struct Given {
    std::string name;
    LoadOptions options;
    std::string expected;
  };
  const auto with = [](auto set) {
    LoadOptions options;
    set(options);
    return options;
  };
  const auto c = GENERATE_COPY(values<Given>({
      {"--var",
       with([](LoadOptions& o) { o.variables = {{"env", "stage"}}; }),
       "5:3: error: variable 'env' must be one of dev and prod, not 'stage', which is given by "
       "--var\n"},
      {"the environment",
       with([](LoadOptions& o) { o.environment = {{"on", "yes"}}; }),
       "6:3: error: variable 'on' must be true or false, not 'yes', which is given by "
       "DGCTL_VAR_on\n"},
      {"a file",
       with([](LoadOptions& o) { o.variable_files = {{"v.yml", "# x\nenv: stage\n"}}; }),
       "v.yml:2:6: error: variable 'env' must be one of dev and prod, not 'stage', which is given "
       "by v.yml\n"},
      {"--var that is not declared",
       with([](LoadOptions& o) { o.variables = {{"envv", "x"}}; }),
       "error: --var envv: no variable of that name is declared; did you mean 'env'?\n"},
      {"a file with what is not declared",
       with([](LoadOptions& o) { o.variable_files = {{"v.yml", "region: x\n"}}; }),
       "v.yml:1:1: error: no variable 'region' is declared\n"},
      {"a file that is no map",
       with([](LoadOptions& o) { o.variable_files = {{"v.yml", "- x\n"}}; }),
       "v.yml:1:1: error: the file must be a map, not a list\n"},
      {"a file that is no YAML",
       with([](LoadOptions& o) { o.variable_files = {{"v.yml", "a: 'b\n"}}; }),
       "v.yml:1:4: error: the quoted text that begins here is not closed; add the closing quote\n"},
      {"bytes that are no UTF-8",
       with([](LoadOptions& o) { o.variables = {{"env", "\xFF"}}; }),
       "5:3: error: the value of variable 'env' from --var is not UTF-8; give it as UTF-8\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(body, c.options) == c.expected); }
}

TEST_CASE("a broken configuration does not hide a broken file of values", "[variables]") {
  LoadOptions options;
  options.variable_files = {{"v.yml", "a: [\n"}};
  CHECK(
      text_of(load_text("a: {\n", options).diagnostics) ==
      "1:4: error: nothing closes this bracket, or a comma is missing behind it; add ',' or '}'\n"
      "v.yml:1:4: error: nothing closes this bracket, or a comma is missing behind it; add ',' or "
      "']'\n");
}

TEST_CASE("a pattern cannot take long", "[variables][hostile]") {
  struct Pattern {
    std::string pattern, why;
  };
  const auto c = GENERATE(values<Pattern>({
      {"[a-z]+_[0-9]{1,3}(dev|prod)?", ""},
      {"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", ""},
      {"(?:a|b)*", ""},
      {"[]a]+", ""},
      {"a{", "is no regular expression; check brackets and escapes"},
      {"(a", "is no regular expression; check brackets and escapes"},
      {"a)", "is no regular expression; check brackets and escapes"},
      {"(a)\\1", "is no regular expression; check brackets and escapes"},
      {"(?=a)a", "looks ahead with '(?'; write it without"},
      {"((a?){50}){50}", "repeats too much; use smaller counts"},
      {"(((a{9}){9}){9}){9}", "repeats too much; use smaller counts"},
      {"a{99999999999999999999}", "repeats too much; use smaller counts"},
      {std::string(201, 'a'), "is longer than 200 bytes; shorten it"},
  }));
  DYNAMIC_SECTION(c.pattern) {
    const auto compiled = compile_pattern(c.pattern);
    const auto* why = std::get_if<std::string>(&compiled);
    CHECK((why == nullptr ? "" : *why) == c.why);
  }
}

TEST_CASE("a pattern that backtracking would never finish is matched", "[variables][hostile]") {
  for (const char* pattern : {"(a+)+b", "(a*)*b", "(a|a)*b", "((a?){10}){20}", "(.*)*x"}) {
    const auto compiled = compile_pattern(pattern);
    REQUIRE(std::holds_alternative<std::regex>(compiled));
    CHECK_FALSE(matches(std::get<std::regex>(compiled), std::string(1000, 'a')));
  }
}

}  // namespace
}  // namespace dgctl::engine::variables_test
