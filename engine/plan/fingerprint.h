#pragma once

#include "engine/model/lookup.h"
#include "engine/model/step.h"

namespace dgctl::engine {

/// What of an answer a call builds on, as a digest: an object's identity and the fields that its
/// descriptor compares; of the grants on a securable the pairs that the call touches, or all of
/// them where it was reviewed with everybody's. The same for answers that the call does not tell
/// apart.
Fingerprint fingerprint(const Call& call, const ReadResult& result);

/// The look-ups whose answers a call changes once it has been applied.
std::vector<Lookup> touched_by(const Call& call);

}  // namespace dgctl::engine
