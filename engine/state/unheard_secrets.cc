#include "engine/state/unheard_secrets.h"

#include <cstdlib>

#include "engine/model/duration.h"

namespace dgctl::engine {
namespace {

constexpr std::int64_t kSkewSeconds = 60;

std::int64_t seconds(const std::string& rfc3339) { return epoch_seconds(rfc3339).value_or(0); }

}  // namespace

std::vector<SecretInfo> made_by(const UnheardIssue& attempt, const std::vector<SecretInfo>& live) {
  std::vector<SecretInfo> made;
  for (const SecretInfo& info : live) {
    const std::int64_t created_s = seconds(info.created);
    const std::int64_t lifetime_s = seconds(info.expires) - created_s;
    const std::int64_t after_s = created_s - seconds(attempt.since);
    const bool is_new = !attempt.ids_before.contains(info.id) && after_s >= -kSkewSeconds &&
                        after_s <= kUnheardForSeconds;
    if (is_new && std::abs(lifetime_s - attempt.lifetime_s) <= 1) made.push_back(info);
  }
  return made;
}

}  // namespace dgctl::engine
