#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/config/findings.h"
#include "engine/config/section.h"
#include "engine/model/descriptor.h"
#include "engine/model/desired.h"

namespace dgctl::engine {

/// A resource that somebody wrote under `needs:`.
struct WrittenNeed {
  Address of;
  Place place;
};

/// `lifecycle:`, which any resource may have.
struct Lifecycle {
  std::optional<bool> prevent_destroy;
  std::vector<IgnoredChange> ignore_changes;  ///< sorted by field, each field once
};
/// The fields of a kind whose changes can be ignored.
std::vector<std::string> changeable_fields(const Descriptor& descriptor);
Lifecycle read_lifecycle(Section& keys, const Descriptor& descriptor, Findings& findings);

/// Reads `needs:`, the addresses of resources that have to be there first. References write it by
/// themselves; it is a key so that the expanded configuration can say what they wrote.
std::vector<WrittenNeed> read_needs(Section& keys, Findings& findings);

}  // namespace dgctl::engine
