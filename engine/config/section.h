#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/config/findings.h"
#include "engine/config/yaml_tree.h"

// How values of the file become values of the program. What does not fit is reported once, and
// nothing is returned; of a broken node nothing is reported again. `subject` is how a message calls
// the value: "'owner'", "an entry of 'schemas'".

namespace dgctl::engine {

std::optional<std::string> read_text(const YamlNode& node,
                                     std::string_view subject,
                                     Findings& findings);
/// Text, or what is known only after apply.
std::optional<Value> read_text_or_later(const YamlNode& node,
                                        std::string_view subject,
                                        Findings& findings);
/// Plain true or false.
std::optional<bool> read_flag(const YamlNode& node, std::string_view subject, Findings& findings);
/// A plain decimal integer.
std::optional<std::int64_t> read_number(const YamlNode& node,
                                        std::string_view subject,
                                        Findings& findings);
/// One of the words.
std::optional<std::string> read_word(const YamlNode& node,
                                     std::string_view subject,
                                     const std::vector<std::string>& words,
                                     Findings& findings);
bool expect_list(const YamlNode& node, std::string_view subject, Findings& findings);
bool expect_map(const YamlNode& node, std::string_view subject, Findings& findings);

/// The integer that a whole text is, if it is one.
std::optional<std::int64_t> parse_number(std::string_view text);
/// What a message calls a value that does not fit: "'yes'", "a list".
std::string described(const YamlNode& node);

/// A map with keys of the language, while it is read. Whoever reads it asks for each key that it
/// knows and then calls finish(), which reports the rest.
class Section {
 public:
  /// `node` may be null, or no map, which is reported: then no key is there.
  Section(const YamlNode* node, std::string_view subject, Findings& findings);

  /// Whether there is a map to read.
  [[nodiscard]] bool is_map() const { return map_ != nullptr; }
  /// The file's key for what the program calls otherwise: a checkpoint's name is its `catalog`.
  void rename(std::string_view name, std::string_view key);

  const YamlNode* get(std::string_view name);
  /// A missing key is reported at `place`, by finish(); `hint` says what to do, if that is not
  /// plain.
  const YamlNode* require(std::string_view name, const Place& place, std::string_view hint = "");
  /// Whether the key is there. Does not make it known.
  [[nodiscard]] bool has(std::string_view name) const;
  /// The place of the key, or of the whole map if it has none.
  [[nodiscard]] Place place_of(std::string_view name) const;

  std::optional<std::string> text(std::string_view name);
  std::optional<bool> flag(std::string_view name);
  std::optional<std::int64_t> number(std::string_view name);
  std::optional<std::string> word(std::string_view name, const std::vector<std::string>& words);

  /// Reports the keys that nobody asked for, and those that are missing unless one of the former is
  /// meant for it. `where` is the path of the table of unsupported.h. Returns whether it is a map
  /// of known keys only.
  bool finish(std::string_view where);

 private:
  [[nodiscard]] std::string_view key_of(std::string_view name) const;
  void report_unknown(const YamlMember& member, std::string_view where);

  const YamlNode* map_ = nullptr;
  Findings& findings_;
  std::vector<std::string> known_;
  struct Missing {
    std::string key;
    Place place;
    std::string hint;
  };
  std::vector<Missing> missing_;
  std::string name_, key_;  // of rename()
};

}  // namespace dgctl::engine
