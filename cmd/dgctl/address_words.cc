#include "cmd/dgctl/address_words.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "cmd/command_line/command_words.h"
#include "engine/model/utf8.h"

namespace dgctl::cmd {
namespace {

/// The character that an escape stands for, and how much of the text it takes.
struct Escape {
  std::string character;
  std::size_t size_bytes = 0;
};

/// Of a text that begins with a backslash. Nothing for one that stays, such as \\ and \".
std::optional<Escape> escape_at(std::string_view text) {
  if (text.starts_with("\\n")) return Escape{"\n", 2};
  if (text.starts_with("\\t")) return Escape{"\t", 2};
  if (text.starts_with("\\r")) return Escape{"\r", 2};
  static constexpr std::string_view kFront = "\\u{";
  const std::size_t end = text.find('}');
  if (!text.starts_with(kFront) || end == std::string_view::npos) return std::nullopt;
  std::uint32_t point = 0;
  constexpr int kHexadecimal = 16;
  const char* last = text.data() + end;
  const auto [rest, error] =
      std::from_chars(text.data() + kFront.size(), last, point, kHexadecimal);
  if (error != std::errc() || rest != last) return std::nullopt;
  auto character = engine::utf8_of(point);
  return character ? std::optional(Escape{std::move(*character), end + 1}) : std::nullopt;
}

bool is_address(const OptionText* option) {
  return option != nullptr && (option->value == "ADDR" || option->value == "PATTERN");
}

/// What the next word is or holds the value of.
const OptionText* meant_by(const CommandWords& before, const std::string& word) {
  if (before.awaiting() != nullptr) return before.awaiting();
  const bool is_option = !before.options_ended() && word.size() > 1 && word.front() == '-';
  return is_option ? option_word(before.command(), word).option : before.next_argument();
}

}  // namespace

std::string address_as_it_is(const std::string& text) {
  std::string out;
  bool is_quoted = false;
  for (std::string_view rest = text; !rest.empty();) {
    std::size_t taken = 1;
    const auto escape =
        is_quoted && rest.front() == '\\' ? escape_at(rest) : std::optional<Escape>();
    if (escape) {
      taken = escape->size_bytes;
      out += escape->character;
    } else {
      if (is_quoted && rest.front() == '\\' && rest.size() > 1) taken = 2;
      if (rest.front() == '"') is_quoted = !is_quoted;
      out += rest.substr(0, taken);
    }
    rest.remove_prefix(taken);
  }
  return out;
}

std::vector<std::string> with_addresses_as_they_are(const CommandTree& program,
                                                    std::vector<std::string> words) {
  CommandWords read(program);
  for (std::string& word : words) {
    if (is_address(meant_by(read, word))) word = address_as_it_is(word);
    read.read(word);
  }
  return words;
}

}  // namespace dgctl::cmd
