#pragma once

#include <string>
#include <string_view>

#include "engine/model/lookup.h"
#include "engine/model/value.h"

namespace dgctl::engine {

/// Text of a workspace's or a user's as it may stand on a terminal: control characters and those
/// that turn the direction of writing are spelled out, so that none takes effect.
std::string shown(std::string_view text);

/// An address as it may stand on a terminal.
std::string shown(const Address& address);

/// A field's value for people: text as it is, quoted where it would be read wrongly; "(not set)"
/// for nullptr, "(known after apply)".
std::string shown(const Value* value);

/// Words as people look for them: the gates (USE_CATALOG, USE_SCHEMA) before what they open.
std::string shown(const Privileges& words);

/// A text of at most so many columns: a longer one is cut and ends in "…".
std::string shortened(const std::string& text, std::size_t count);

/// How many columns a text takes, each character counted as one.
std::size_t columns(std::string_view text);

/// Colours for a terminal, or nothing.
struct Style {
  bool colour = false;
  [[nodiscard]] std::string green(const std::string& text) const { return painted("32", text); }
  [[nodiscard]] std::string yellow(const std::string& text) const { return painted("33", text); }
  [[nodiscard]] std::string red(const std::string& text) const { return painted("31", text); }
  [[nodiscard]] std::string cyan(const std::string& text) const { return painted("36", text); }
  [[nodiscard]] std::string dim(const std::string& text) const { return painted("2", text); }
  [[nodiscard]] std::string bold(const std::string& text) const { return painted("1", text); }

 private:
  [[nodiscard]] std::string painted(const char* code, const std::string& text) const {
    if (!colour || text.empty()) return text;
    return std::string("\x1b[") + code + "m" + text + "\x1b[0m";
  }
};

}  // namespace dgctl::engine
