#include "cmd/command_line/roff.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace dgctl::cmd {
namespace {

/// What a character that roff prints differently is written as; empty: as itself.
std::string_view escape(char c, bool is_typed) {
  switch (c) {
    case '\\':
      return "\\e";
    case '"':  // also ends an argument of a request
      return "\\(dq";
    case '-':
      return is_typed ? "\\-" : "";
    case '\'':
      return is_typed ? "\\(aq" : "";
    case '`':
      return is_typed ? "\\(ga" : "";
    case '^':
      return "\\(ha";
    case '~':
      return "\\(ti";
    default:
      return "";
  }
}

/// The code point that begins there, and how many bytes it takes; a byte that begins none counts
/// as itself.
std::pair<std::uint32_t, std::size_t> code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (size == 1 || size > text.size()) return {lead, 1};
  std::uint32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  return {code, size};
}

std::string escaped(std::string_view text, bool is_typed) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto [code, size] = code_point(text.substr(i));
    const bool begins_line = out.empty() || out.back() == '\n';
    if (code > 0x7E) {
      std::array<char, 16> name{};
      std::snprintf(name.data(), name.size(), "\\[u%04X]", static_cast<unsigned>(code));
      out += name.data();
    } else {
      // At the beginning of a line both make it a request.
      if (begins_line && (text[i] == '.' || text[i] == '\'')) out += "\\&";
      const std::string_view instead = escape(text[i], is_typed);
      out += instead.empty() ? text.substr(i, 1) : instead;
    }
    i += size;
  }
  return out;
}

}  // namespace

std::string roff_text(std::string_view text) { return escaped(text, false); }

std::string roff_typed(std::string_view text) { return escaped(text, true); }

std::string roff_marked(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = text.find('`', i);
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
    if (end == std::string_view::npos) return out + roff_text(text.substr(i));
    out += roff_text(text.substr(i, begin - i)) + "\\fB" +
           roff_typed(text.substr(begin + 1, end - begin - 1)) + "\\fR";
    i = end + 1;
  }
  return out;
}

std::string roff_lines(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  std::string lines;
  std::size_t used = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    const bool is_first = lines.empty();
    if (!is_first && used + 1 + word.size() > kLongest) {
      const bool is_request = word.starts_with('.') || word.starts_with('\'');
      lines += is_request ? "\n\\&" : "\n";
      used = 0;
    } else if (!is_first) {
      lines += ' ';
      ++used;
    }
    lines += word;
    used += word.size();
    begin = end + 1;
  }
  return lines + "\n";
}

}  // namespace dgctl::cmd
