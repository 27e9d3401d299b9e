#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/model/lookup.h"

namespace dgctl::engine {

/// An attempt to make a secret whose answer was not heard.
struct UnheardIssue {
  std::set<std::string> ids_before;  ///< of the secrets that there were
  std::string since;                 ///< RFC 3339, when it was sent
  std::int64_t lifetime_s = 0;
};

/// How long after it was sent a request may still take effect, and what it made stay unseen.
inline constexpr std::int64_t kUnheardForSeconds = 900;

/// What such an attempt has made, of the secrets that there are: what was not there before, was
/// made after it was sent (our clock and the workspace's may differ by a minute) and not much
/// later, and lives as long as was asked. Whatever else there is is somebody else's.
std::vector<SecretInfo> made_by(const UnheardIssue& attempt, const std::vector<SecretInfo>& live);

}  // namespace dgctl::engine
