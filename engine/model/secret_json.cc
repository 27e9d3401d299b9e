#include "engine/model/secret_json.h"

#include <algorithm>
#include <cstdint>

namespace dgctl::engine {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

std::optional<std::uint32_t> code_unit(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  std::uint32_t unit = 0;
  for (const char c : text.substr(at, 4)) {
    unit <<= 4U;
    if (c >= '0' && c <= '9') {
      unit |= static_cast<std::uint32_t>(c - '0');
    } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
      unit |= static_cast<std::uint32_t>((c | 0x20) - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return unit;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xC0 | (code >> 6U));
  } else if (code < 0x10000) {
    add(0xE0 | (code >> 12U));
    add(0x80 | ((code >> 6U) & 0x3F));
  } else {
    add(0xF0 | (code >> 18U));
    add(0x80 | ((code >> 12U) & 0x3F));
    add(0x80 | ((code >> 6U) & 0x3F));
  }
  add(0x80 | (code & 0x3F));
}

/// The code point at "XXXX" or "XXXX\uXXXX"; `at` is set behind it.
std::optional<std::uint32_t> code_point(std::string_view text, std::size_t& at) {
  const auto first = code_unit(text, at);
  if (!first) return std::nullopt;
  at += 4;
  if (*first < 0xD800 || *first > 0xDFFF) return first;
  if (*first > 0xDBFF || text.substr(at, 2) != "\\u") return std::nullopt;
  const auto second = code_unit(text, at + 2);
  if (!second || *second < 0xDC00 || *second > 0xDFFF) return std::nullopt;
  at += 6;
  return 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00);
}

/// Undoes the escapes of what stands between quotes. It never gets longer, so `out`, which has as
/// much room, never moves.
bool unescape(std::string_view text, std::string& out) {
  static constexpr std::string_view kLetters = "\"\\/bfnrt";
  static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at++];
    if (static_cast<unsigned char>(c) < 0x20) return false;
    if (c != '\\') {
      out += c;
      continue;
    }
    if (at == text.size()) return false;
    const char letter = text[at++];
    if (const std::size_t n = kLetters.find(letter); n != std::string_view::npos) {
      out += kMeanings[n];
      continue;
    }
    const auto code = letter == 'u' ? code_point(text, at) : std::nullopt;
    if (!code) return false;
    append_utf8(out, *code);
  }
  return true;
}

int change_of_depth(char c) {
  if (c == '{' || c == '[') return 1;
  return c == '}' || c == ']' ? -1 : 0;
}

class Scanner {
 public:
  Scanner(std::string& json, std::string_view name) : json_(json), name_(name) {}

  std::optional<std::string_view> written() {
    is_kept_ = true;
    if (!is_whole() || times_ != 1) return std::nullopt;
    return written_;
  }

  std::optional<Secret> take() {
    if (!is_whole() || times_ != 1) return std::nullopt;
    return std::move(taken_);
  }

 private:
  bool is_whole() {
    if (!next_is('{')) return false;
    if (!next_is('}')) {
      do {
        if (!pass_member()) return false;
      } while (next_is(','));
      if (!next_is('}')) return false;
    }
    pass_spaces();
    return at_ == json_.size();
  }

  bool pass_member() {
    pass_spaces();
    const auto key = pass_text();
    std::string plain;
    if (!key || !unescape(*key, plain) || !next_is(':')) return false;
    pass_spaces();
    if (plain != name_) return pass_value();
    ++times_;
    const std::size_t begin = at_;
    const auto value = pass_text();
    if (value && !is_kept_) return take_text(*value);
    if (!value && !pass_value()) return false;
    written_ = std::string_view(json_).substr(begin, at_ - begin);
    return true;
  }

  bool take_text(std::string_view text) {
    std::string plain;
    const WipedAtEnd wiped(plain);
    const bool is_text = unescape(text, plain);
    if (is_text) taken_.emplace(std::move(plain));
    std::fill_n(json_.data() + (text.data() - json_.data()), text.size(), '*');
    return is_text;
  }

  void pass_spaces() { at_ = std::min(json_.find_first_not_of(kSpaces, at_), json_.size()); }

  bool next_is(char c) {
    pass_spaces();
    if (at_ == json_.size() || json_[at_] != c) return false;
    ++at_;
    return true;
  }

  /// What stands between the quotes; nothing, and no step, for what is no text.
  std::optional<std::string_view> pass_text() {
    if (at_ == json_.size() || json_[at_] != '"') return std::nullopt;
    for (std::size_t end = at_ + 1; end < json_.size(); ++end) {
      if (json_[end] == '\\') {
        ++end;
      } else if (json_[end] == '"') {
        const std::size_t begin = at_ + 1;
        at_ = end + 1;
        return std::string_view(json_).substr(begin, end - begin);
      }
    }
    return std::nullopt;
  }

  /// Passes a value of any kind. What stands in it is for who reads the rest to check.
  bool pass_value() {
    const std::size_t begin = at_;
    int depth = 0;
    for (; at_ < json_.size(); ++at_) {
      const char c = json_[at_];
      const int change = change_of_depth(c);
      if (depth == 0 && (change < 0 || c == ',')) break;
      if (c == '"') {
        if (!pass_text()) return false;
        --at_;  // on the quote that ends it
      }
      depth += change;
    }
    return depth == 0 && at_ > begin;
  }

  std::string& json_;
  std::string_view name_;
  std::size_t at_ = 0;
  int times_ = 0;
  bool is_kept_ = false;  ///< nothing is taken out
  std::string_view written_;
  std::optional<Secret> taken_;
};

}  // namespace

std::optional<Secret> take_member(std::string& json, std::string_view name) {
  return Scanner(json, name).take();
}

std::optional<std::string_view> written_member(std::string& json, std::string_view name) {
  return Scanner(json, name).written();
}

}  // namespace dgctl::engine
