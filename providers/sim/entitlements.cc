#include "providers/sim/entitlements.h"

#include <algorithm>

#include "providers/sim/contains.h"
#include "providers/sim/refusal.h"
#include "providers/sim/suggestion.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kWorkspaceAccess = "workspace-access";
constexpr const char* kConsume = "workspace-consume";

const std::vector<std::string>& known_entitlements() {
  static const std::vector<std::string> kWords{
      kWorkspaceAccess, kSqlAccess, kClusterCreate, "allow-instance-pool-create", kConsume};
  return kWords;
}

}  // namespace

void check_entitlements(const std::vector<std::string>& entitlements) {
  for (const std::string& word : entitlements) {
    if (contains(known_entitlements(), word)) continue;
    throw Refusal(400,
                  "invalidValue",
                  "unknown entitlement '" + word + "'" + suggestion(word, known_entitlements()));
  }
  if (!contains(entitlements, kConsume)) return;
  for (const char* other : {kWorkspaceAccess, kSqlAccess}) {
    if (!contains(entitlements, other)) continue;
    throw Refusal(
        400, "invalidValue", std::string(kConsume) + " and " + other + " exclude one another");
  }
}

bool is_entitled(const State& state, const std::string& name, std::string_view entitlement) {
  const Identity* identity = find_identity(state, name);
  if (identity == nullptr) return false;
  if (is_workspace_admin(state, name) || contains(identity->entitlements, entitlement)) return true;
  const std::vector<std::string> groups = groups_above(state, name);
  return std::any_of(groups.begin(), groups.end(), [&](const std::string& group) {
    return contains(state.groups.find(group)->second.entitlements, entitlement);
  });
}

}  // namespace dgctl::providers::sim
