#include "tests/fuzz/targets.h"

#include <algorithm>
#include <array>

namespace dgctl::fuzz {
namespace {

constexpr std::array kTargets{
    Target{"configuration", configuration},
    Target{"data_graphs", data_graphs},
    Target{"journal", journal},
    Target{"json", json},
    Target{"login_answers", login_answers},
    Target{"plan_file", plan_file},
    Target{"profile_file", profile_file},
    Target{"sim_requests", sim_requests},
    Target{"sink_record", sink_record},
    Target{"sql", sql},
    Target{"state_file", state_file},
    Target{"workspace_answers", workspace_answers},
    Target{"workspace_file", workspace_file},
};

}  // namespace

std::span<const Target> targets() { return kTargets; }

const Target* find_target(std::string_view name) {
  const auto* it = std::find_if(
      kTargets.begin(), kTargets.end(), [&](const Target& target) { return target.name == name; });
  return it == kTargets.end() ? nullptr : it;
}

}  // namespace dgctl::fuzz
