#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Text of a workspace's or a user's, character by character, for whoever prints it.

namespace dgctl::engine {

/// A character of a text in UTF-8, or a byte that begins none.
struct Character {
  std::uint32_t point = 0;  ///< of a byte that is not valid the byte itself
  std::size_t size_bytes = 1;
  bool valid = false;
};
/// The character at the front of a text, which is not empty. Surrogates and longer forms than a
/// character needs are not valid.
Character first_character(std::string_view text);

/// Text whose bytes are UTF-8: what is no character is replaced by U+FFFD.
std::string well_formed(std::string_view text);

/// Whether a character acts on what displays it, or on the order of the text, instead of being
/// seen: controls, line separators, marks that turn the direction of writing; or is none that a
/// document may hold (U+FFFE and U+FFFF: no XML has them).
bool acts_on_display(std::uint32_t point);

}  // namespace dgctl::engine
