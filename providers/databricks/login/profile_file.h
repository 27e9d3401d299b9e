#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/secret.h"

namespace dgctl::providers {

/// A file of profiles, ~/.databrickscfg: INI, a section a profile. What it holds is kept as a
/// secret. Sources: databricks-sdk-go config/config_file.go and the INI library that it uses.
class ProfileFile {
 public:
  /// Takes the text over. Throws engine::Error that names the line, and holds nothing of it.
  explicit ProfileFile(std::string&& text);

  /// The sections that hold anything, in the file's order.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] bool has(std::string_view section) const;
  /// Whether the last value of a key is not empty.
  [[nodiscard]] bool has_value(std::string_view section, std::string_view key) const;
  /// The last value of a key; nothing where it has none, or an empty one.
  [[nodiscard]] std::optional<std::string> text(std::string_view section,
                                                std::string_view key) const;
  [[nodiscard]] std::optional<engine::Secret> secret(std::string_view section,
                                                     std::string_view key) const;

 private:
  struct Entry {
    std::string section, key;
    std::size_t begin = 0, size = 0;  ///< where the value stands
  };
  void read(std::string_view whole);
  [[nodiscard]] const Entry* find(std::string_view section, std::string_view key) const;

  engine::Secret content_;
  std::vector<Entry> entries_;
};

}  // namespace dgctl::providers
