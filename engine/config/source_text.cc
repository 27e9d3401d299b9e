#include "engine/config/source_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/config/weight.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kBlock = 256;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::uint32_t characters_in(std::string_view bytes) {
  return static_cast<std::uint32_t>(std::count_if(bytes.begin(), bytes.end(), begins_character));
}

/// The bytes that characters of more than one may begin with. All others follow the rule
/// 0x80..0xBF; the second is bounded further against overlong forms, surrogates and what is too
/// large (Unicode 15, table 3-7).
struct Utf8Range {
  unsigned first_min, first_max, second_min, second_max;
  std::size_t length;
};
constexpr std::array kUtf8{
    Utf8Range{0xC2, 0xDF, 0x80, 0xBF, 2},
    Utf8Range{0xE0, 0xE0, 0xA0, 0xBF, 3},
    Utf8Range{0xE1, 0xEC, 0x80, 0xBF, 3},
    Utf8Range{0xED, 0xED, 0x80, 0x9F, 3},
    Utf8Range{0xEE, 0xEF, 0x80, 0xBF, 3},
    Utf8Range{0xF0, 0xF0, 0x90, 0xBF, 4},
    Utf8Range{0xF1, 0xF3, 0x80, 0xBF, 4},
    Utf8Range{0xF4, 0xF4, 0x80, 0x8F, 4},
};

/// The length of the UTF-8 character at the front, 0 if there is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  if (byte(0) < 0x80) return 1;
  const auto range = std::find_if(kUtf8.begin(), kUtf8.end(), [&](const Utf8Range& r) {
    return r.first_min <= byte(0) && byte(0) <= r.first_max;
  });
  if (range == kUtf8.end() || text.size() < range->length) return 0;
  if (byte(1) < range->second_min || byte(1) > range->second_max) return 0;
  const std::string_view rest = text.substr(2, range->length - 2);
  return std::any_of(rest.begin(), rest.end(), begins_character) ? 0 : range->length;
}

/// Where a control character stands that YAML does not allow, or the end. The parser takes 0x04
/// for the end of the file, and versions of it disagree about a carriage return by itself.
std::size_t find_control(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (!is_control(c) || c == '\n' || c == '\t') continue;
    if (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
    return at;
  }
  return text.size();
}

std::string control_message(char control) {
  if (control == '\r')
    return "a carriage return without a line feed; end lines with either LF or CRLF";
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(control);
  return std::string("the control character 0x") + kDigits[byte >> 4U] + kDigits[byte & 15U] +
         " is not allowed in YAML; write it as an escape in double quotes";
}

}  // namespace

SourceText::SourceText(std::string name, std::string_view bytes) : name_(std::move(name)) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  text_ = bytes;
  has_tabs_ = text_.find('\t') != std::string::npos;
  line_starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
  std::uint32_t characters = 0;
  for (std::size_t at = 0; at <= text_.size(); at += kBlock) {
    characters_.push_back(characters);
    characters += characters_in(text().substr(at, kBlock));
  }
  is_ascii_ = characters == text_.size();
}

std::size_t SourceText::characters_before(std::size_t offset) const {
  if (is_ascii_) return offset;
  const std::size_t block = offset / kBlock;
  return characters_[block] + characters_in(text().substr(block * kBlock, offset - block * kBlock));
}

std::size_t SourceText::line_start(std::size_t offset) const {
  return *std::prev(std::upper_bound(line_starts_.begin(), line_starts_.end(), offset));
}

Place SourceText::place(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const std::size_t column = characters_before(offset) - characters_before(*std::prev(next)) + 1;
  return {name_, static_cast<int>(next - line_starts_.begin()), static_cast<int>(column)};
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_control);
}

std::size_t utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = character_length(text.substr(at));
    if (length == 0) break;
    at += length;
  }
  return at;
}

std::optional<Diagnostic> refusal(const SourceText& source) {
  const std::string_view text = source.text();
  const auto error = [&](std::size_t at, std::string message) {
    return Diagnostic{Severity::Error, source.place(at), std::move(message)};
  };
  if (text.size() > kMaxFileBytes) {
    return Diagnostic{Severity::Error, {source.name()}, "the file is larger than 4 MiB"};
  }
  if (const std::size_t valid = utf8_prefix(text); valid < text.size()) {
    return error(valid, "the file is not UTF-8 here; save it as UTF-8");
  }
  if (const std::size_t control = find_control(text); control < text.size()) {
    return error(control, control_message(text[control]));
  }
  if (auto excess = overweight(text)) return error(excess->at, std::move(excess->why));
  return std::nullopt;
}

}  // namespace dgctl::engine
