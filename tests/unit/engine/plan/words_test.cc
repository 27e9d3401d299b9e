#include "engine/plan/words.h"

#include "tests/support/catch.h"

namespace dgctl::engine::words_test {
namespace {

const char* name_of(Mover mover) {
  switch (mover) {
    case Mover::Configuration:
      return "configuration";
    case Mover::Workspace:
      return "workspace";
    case Mover::Both:
      return "both";
    case Mover::CannotTell:
      return "cannot tell";
  }
  return "";
}

std::string text(const WordsPlan& plan) {
  std::string out;
  const auto list = [&](const char* verb, const Privileges& words) {
    for (const std::string& word : words) {
      out += (out.empty() ? "" : ", ") + std::string(verb) + " " + word + " (" +
             name_of(plan.movers.at(word)) + ")";
    }
  };
  list("add", plan.add);
  list("remove", plan.remove);
  list("hold", plan.held);
  return out;
}

TEST_CASE("each word is blamed on the side that moved it", "[words]") {
  struct Case {
    std::string name;
    WordsInput input;
    std::string expected;
  };
  const auto words =
      [](Privileges desired, Privileges live, Privileges recorded, Privileges given) {
        WordsInput input;
        input.desired = std::move(desired);
        input.live = std::move(live);
        input.recorded = std::move(recorded);
        input.given = std::move(given);
        input.is_recorded = true;
        return input;
      };
  const auto unrecorded = [&](Privileges desired, Privileges live) {
    WordsInput input = words(std::move(desired), std::move(live), {}, {});
    input.is_recorded = false;
    return input;
  };
  const auto revoking = [](WordsInput input) {
    input.revoke_excess = true;
    return input;
  };
  const auto known = [](WordsInput input, Privileges excess) {
    input.excess = std::move(excess);
    return input;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"nothing moved", words({"SELECT"}, {"SELECT"}, {"SELECT"}, {"SELECT"}), ""},
      {"new in the configuration",
       words({"SELECT", "MODIFY"}, {"SELECT"}, {"SELECT"}, {"SELECT"}),
       "add MODIFY (configuration)"},
      {"taken away by hand",
       words({"SELECT"}, {}, {"SELECT"}, {"SELECT"}),
       "add SELECT (workspace)"},
      {"added by hand and reported",
       words({"SELECT"}, {"SELECT", "MODIFY"}, {"SELECT"}, {"SELECT"}),
       "hold MODIFY (workspace)"},
      {"added by hand and revoked",
       revoking(words({"SELECT"}, {"SELECT", "MODIFY"}, {"SELECT"}, {"SELECT"})),
       "remove MODIFY (workspace)"},
      {"known excess stays reported",
       known(words({"SELECT"}, {"SELECT", "MODIFY"}, {"SELECT"}, {"SELECT"}), {"MODIFY"}),
       "hold MODIFY (configuration)"},
      {"dropped from the configuration",
       words({}, {"SELECT"}, {"SELECT"}, {"SELECT"}),
       "remove SELECT (configuration)"},
      {"adopted and dropped", words({}, {"SELECT"}, {"SELECT"}, {}), "hold SELECT (configuration)"},
      {"nothing recorded",
       unrecorded({"SELECT"}, {"MODIFY"}),
       "add SELECT (cannot tell), hold MODIFY (cannot tell)"},
      {"nothing recorded and nothing there",
       unrecorded({"SELECT"}, {}),
       "add SELECT (configuration)"},
      {"what ALL_PRIVILEGES implies is no excess",
       revoking(words(
           {"ALL_PRIVILEGES"}, {"ALL_PRIVILEGES", "SELECT", "MANAGE"}, {"ALL_PRIVILEGES"}, {})),
       "remove MANAGE (workspace)"},
      {"what ALL_PRIVILEGES implied is no news without it",
       words({"SELECT"}, {"ALL_PRIVILEGES", "MODIFY"}, {"ALL_PRIVILEGES"}, {"ALL_PRIVILEGES"}),
       "add SELECT (configuration), remove ALL_PRIVILEGES (configuration), hold MODIFY "
       "(configuration)"},
      {"ALL_PRIVILEGES narrowed to SELECT",
       words({"SELECT"}, {"ALL_PRIVILEGES"}, {"ALL_PRIVILEGES"}, {"ALL_PRIVILEGES"}),
       "add SELECT (configuration), remove ALL_PRIVILEGES (configuration)"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(text(plan_words(c.input)) == c.expected); }
}

TEST_CASE("dgctl remembers which words it gave itself", "[words]") {
  WordsInput input;
  input.desired = {"SELECT", "USE_CATALOG"};
  input.live = {"SELECT"};
  CHECK(plan_words(input).given_after == Privileges{"USE_CATALOG"});
  input.given = {"SELECT", "USE_CATALOG", "MODIFY"};
  CHECK(plan_words(input).given_after == Privileges{"SELECT", "USE_CATALOG"});
}

}  // namespace
}  // namespace dgctl::engine::words_test
