#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/secret.h"

namespace dgctl::engine {

/// Takes the text of a member at the top of a JSON object out of it: asterisks stand in its place,
/// so that what is left can be read as usual. Makes no other copy, as JSON libraries do. Nothing
/// where the object has no such member, several, or one that is no text, and where it is no object:
/// then what the JSON holds is to be wiped unread.
std::optional<Secret> take_member(std::string& json, std::string_view name);

/// What a member at the top of a JSON object is written as, whatever its kind. Nothing as above.
/// Copies nothing.
std::optional<std::string_view> written_member(std::string& json, std::string_view name);

}  // namespace dgctl::engine
