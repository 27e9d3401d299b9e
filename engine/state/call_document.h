#pragma once

#include "engine/model/lookup.h"
#include "engine/model/step.h"
#include "engine/model/value.h"

// Calls and look-ups as parts of documents: the journal's and the plan file's.

namespace dgctl::engine {

Value to_value(const Call& call);
/// Throws CorruptError if the value is no call.
Call call_from(const Value& value);

Value to_value(const Lookup& lookup);
/// Throws CorruptError if the value is no look-up.
Lookup lookup_from(const Value& value);

}  // namespace dgctl::engine
