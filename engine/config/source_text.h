#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"

namespace dgctl::engine {

/// The bytes of one file, and where each of them stands. A byte order mark at the front is left
/// out.
class SourceText {
 public:
  SourceText(std::string name, std::string_view bytes);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] bool has_tabs() const { return has_tabs_; }
  /// The place of a byte, or of the end for what lies behind it.
  [[nodiscard]] Place place(std::size_t offset) const;
  /// Where the line of a byte begins.
  [[nodiscard]] std::size_t line_start(std::size_t offset) const;

 private:
  [[nodiscard]] std::size_t characters_before(std::size_t offset) const;

  std::string name_, text_;
  bool has_tabs_ = false, is_ascii_ = false;
  std::vector<std::size_t> line_starts_;
  std::vector<std::uint32_t> characters_;  ///< before each block of kBlock bytes
};

/// What keeps a text from being parsed: its size, bytes that are no UTF-8, control characters, and
/// more than a parser should be asked to read.
std::optional<Diagnostic> refusal(const SourceText& source);

/// The length of the longest prefix that is UTF-8.
std::size_t utf8_prefix(std::string_view text);
/// Whether a character is one that moves or hides what follows it: 0x00 to 0x1F, and DEL.
inline bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }
bool has_control(std::string_view text);
/// Whether a byte begins a character, in UTF-8.
inline bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

}  // namespace dgctl::engine
