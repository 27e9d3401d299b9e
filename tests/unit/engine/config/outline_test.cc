#include "engine/config/outline.h"

#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::outline_test {
namespace {

std::string told(const std::string& text) {
  MemoryFiles files;
  files.texts["dgctl.yml"] = text;
  const Outline outline = outline_of(files, "dgctl.yml");
  std::string all;
  for (const Outline::Variable& variable : outline.variables) {
    all += variable.name + ": " + variable.description;
    for (const std::string& value : variable.allowed) all += " [" + value + "]";
    all += "\n";
  }
  for (const std::string& target : outline.targets) all += "target " + target + "\n";
  return all;
}

TEST_CASE("an outline has variables and targets also of what does not load", "[outline]") {
  CHECK(told("variables:\n"
             "  env: {allowed: [dev, 1], description: which one}\n"
             "  on: {type: bool}\n"
             "  any: {}\n"
             "  odd:\n"
             "targets:\n"
             "  dev: {default: true}\n"
             "  prod: {nonsense: [}]}\n") == "");
  CHECK(told("variables:\n"
             "  env: {allowed: [dev, 1], description: which one}\n"
             "  on: {type: bool}\n"
             "  any: {}\n"
             "  odd:\n"
             "targets:\n"
             "  dev: {default: true}\n"
             "  prod: {nonsense: 1}\n") ==
        "env: which one [dev] [1]\n"
        "on:  [true] [false]\n"
        "any: \n"
        "odd: \n"
        "target dev\n"
        "target prod\n");
}

TEST_CASE("an outline of anything is none", "[outline]") {
  for (const char* text :
       {"", "[]", "variables: 1", "variables: [a]\ntargets: b", "\xff", "a: &a *a"}) {
    INFO(text);
    CHECK(told(text) == "");
  }
  MemoryFiles files;
  CHECK(outline_of(files, "nothing.yml").variables.empty());
}

}  // namespace
}  // namespace dgctl::engine::outline_test
