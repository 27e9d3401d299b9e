#pragma once

#include <string>
#include <string_view>

#include "engine/edges/error.h"
#include "engine/model/value.h"

// Bodies as the engine's own values. A member that is absent or null is not set. One of another
// type than the API's throws: what is not understood must not look like nothing.

namespace dgctl::providers {

/// An answer is not of the API's form.
struct UnexpectedForm : engine::Error {
  using Error::Error;
};

/// Numbers that are not whole, or beyond 64 bits, become null: nothing that is read is one.
/// Throws UnexpectedForm for what is no JSON, or is nested deeper than any answer of the API.
engine::Value parsed(const std::string& body);
/// The JSON object that a body is. Throws UnexpectedForm for anything else.
engine::Fields parsed_object(const std::string& body);
/// Throws engine::ProviderError for a value that is not known yet.
std::string json_text(const engine::Value& value);

/// `what` is how a message calls the value.
const engine::Fields& as_object(const engine::Value& value, std::string_view what);
const std::string& as_text(const engine::Value& value, std::string_view what);
/// The member of that name, empty where it is not set.
const std::string& text_in(const engine::Fields& object, std::string_view name);
const engine::List& list_in(const engine::Fields& object, std::string_view name);
/// The list that an answer consists of: {} is an empty one. Throws UnexpectedForm where the answer
/// has other members and not that one.
const engine::List& listed_in(const engine::Fields& answer, std::string_view name);
const engine::Fields& object_in(const engine::Fields& object, std::string_view name);
/// The text of a member that has to be there and not empty.
const std::string& needed_text_in(const engine::Fields& object, std::string_view name);

}  // namespace dgctl::providers
