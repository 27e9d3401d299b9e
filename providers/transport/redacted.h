#pragma once

#include <string>

namespace dgctl::providers {

/// A text with whatever has the form of a credential cut short: client secrets, personal access
/// tokens, JSON Web Tokens. Answers may quote what was sent.
std::string redacted(const std::string& text);

}  // namespace dgctl::providers
