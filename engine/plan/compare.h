#pragma once

#include <optional>

#include "engine/model/change.h"
#include "engine/model/descriptor.h"

namespace dgctl::engine {

/// Whether the workspace treats two values of a field as the same. nullptr: not set.
bool same(const Field& field, const Value* a, const Value* b);

/// Which side moved, where desired and live differ. `recorded` is what the last apply left of the
/// resource: nullptr where nothing is recorded of it.
Mover mover_of(const Field& field, const Value& desired, const Value* live, const Fields* recorded);

/// Whether a field is there and may not be seen: a reader gives it as Null, never as not set.
bool is_unshown(const Value* value);

/// The difference of one field that the configuration sets, or nothing.
std::optional<FieldChange> compare(const Field& field,
                                   const Value& desired,
                                   const Value* live,
                                   const Fields* recorded);

/// A map without the keys that the workspace adds by itself; any other value as it is.
Value without_server_keys(const Field& field, const Value& value);
/// `desired` with the keys of `live` that the workspace added: what is sent, so that they stay.
Value with_server_keys(const Field& field, const Value& desired, const Value* live);

}  // namespace dgctl::engine
