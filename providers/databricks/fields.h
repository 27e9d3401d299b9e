#pragma once

#include <string>

#include "engine/model/descriptor.h"
#include "engine/model/lookup.h"

// Objects whose REST form is their descriptor's fields.

namespace dgctl::providers {

/// What an answer's JSON object says of an object: the fields that the descriptor names. One that
/// is null, or of another type, counts as not set rather than fatal: the API may grow.
engine::Object object_from(const engine::Descriptor& descriptor, const engine::Fields& body);

/// Fields as a request's JSON object has them.
engine::Fields body_of(const engine::Descriptor& descriptor, const engine::Fields& fields);

/// "USE CATALOG" as some servers spell it, "USE_CATALOG" as grants are compared.
std::string in_rest_spelling(std::string privilege);

}  // namespace dgctl::providers
