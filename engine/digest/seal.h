#pragma once

#include <string>
#include <string_view>

namespace dgctl::engine {

/// Closes a JSON object that was printed over several lines with a last member "sha256" that covers
/// every byte of the text but its own value. `object` ends with "\n}\n".
std::string sealed(std::string_view object);

/// The digest of a sealed text, if it is right; "" if the text is not sealed or any byte changed.
std::string seal_of(std::string_view text);

}  // namespace dgctl::engine
