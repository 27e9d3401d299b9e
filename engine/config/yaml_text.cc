#include "engine/config/yaml_text.h"

#include <algorithm>
#include <array>
#include <variant>

#include "engine/config/section.h"
#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

// Words that some reader of YAML 1.1 or 1.2 takes for something else than text.
constexpr std::array<std::string_view, 9> kWords{
    "false", "n", "no", "null", "off", "on", "true", "y", "yes"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_plain(std::string_view text) {
  if (is_uuid(text)) return true;
  if (text.empty() || text.back() == ':') return false;
  const bool begins = is_letter(text.front()) || text.front() == '_' || text.front() == '/' ||
                      (text.size() > 1 && text.front() == '.' && text[1] == 'd');
  if (!begins) return false;
  const std::string lower = lower_case(text);
  if (std::find(kWords.begin(), kWords.end(), lower) != kWords.end()) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view("_./@:-").find(c) != std::string_view::npos;
  });
}

/// With `$${` for each '${', which a reader would take for a reference.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with("${")) out += '$';
    out += text[at];
  }
  return out;
}

void append_quoted(std::string& out, char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (byte < 0x20 || byte == 0x7F) {
    out += "\\x";
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  } else {
    out += c;
  }
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) append_quoted(out, c);
  return out + '"';
}

std::string yaml_value(std::string_view text) { return yaml_scalar(escaped(text)); }

std::string yaml_value(const KnownAfter& later) {
  std::string text;
  for (const auto& part : later.parts) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      text += escaped(*literal);
    } else {
      const auto& ref = std::get<AttributeRef>(part);
      text += "${resources." + descriptor_of(ref.of.kind).plural + "." + ref.of.key + "." +
              ref.field + "}";
    }
  }
  return yaml_scalar(text);
}

std::string key_of_address(std::string_view key) {
  if (key.size() < 2 || key.front() != '"' || key.back() != '"') return std::string(key);
  std::string plain;
  for (std::size_t at = 1; at + 1 < key.size(); ++at) {
    if (key[at] == '\\' && at + 2 < key.size()) ++at;
    plain += key[at];
  }
  return plain;
}

}  // namespace dgctl::engine
