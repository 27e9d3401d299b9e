#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "engine/config/declarations.h"
#include "engine/config/findings.h"
#include "engine/config/variables.h"
#include "engine/config/yaml_tree.h"

namespace dgctl::engine {

/// Replaces `${…}` in the values of a file, in place. A value that is one reference becomes what it
/// refers to, with its type; inside text that becomes text. What only the workspace knows becomes
/// KnownAfter. A reference that leads nowhere, or back to itself, is reported; its value is broken.
class References {
 public:
  /// `host` is the value of workspace.host, or null.
  References(const Declarations& declarations,
             Variables& variables,
             std::string target,
             YamlNode* host,
             Findings& findings);

  /// A value and everything below it.
  void resolve(YamlNode& node);

 private:
  struct Reference {
    std::string text;         ///< between the braces: "var.env"
    std::string space, rest;  ///< before and behind the first dot
  };
  using Pieces = std::vector<std::variant<std::string, Reference>>;

  void resolve_scalar(YamlNode& node);
  std::optional<Pieces> take_apart(const YamlNode& node);
  std::optional<YamlNode> find(const Reference& reference, const YamlNode& from);
  std::optional<YamlNode> find_variable(const Reference& reference, const YamlNode& from);
  std::optional<YamlNode> find_host(const Reference& reference, const YamlNode& from);
  std::optional<YamlNode> find_attribute(const Reference& reference, const YamlNode& from);
  /// The same for a reference inside a text.
  std::optional<YamlNode> find_scalar(const Reference& reference, const YamlNode& from);
  /// What a value is after its own references are resolved; nothing if it is broken.
  std::optional<YamlNode> follow(YamlNode& to, const Reference& reference, const YamlNode& from);
  void replace(YamlNode& node, YamlNode&& found);
  void join(YamlNode& node, const Pieces& pieces);
  bool charge(const YamlNode& node, std::size_t bytes);
  void fail(const YamlNode& node, std::string message);

  const Declarations& declarations_;
  Variables& variables_;
  std::string target_;
  YamlNode* host_;
  Findings& findings_;
  std::vector<std::string> followed_;                       // from the outermost to the innermost
  std::unordered_map<const YamlNode*, std::size_t> depth_;  // references followed for a value
  std::size_t reached_ = 0;                                 // the depth of what was followed last
  std::size_t substituted_bytes_ = 0;
};

}  // namespace dgctl::engine
