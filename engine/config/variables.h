#pragma once

#include <map>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/findings.h"
#include "engine/config/load.h"
#include "engine/config/yaml_tree.h"

namespace dgctl::engine {

/// A file of values for variables, as YAML. `root` is null if it could not be read.
struct VariableFileTree {
  std::string name;
  const YamlNode* root = nullptr;
};

/// The variables that `variables:` declares, and the value of each: --var, else --var-file, else
/// DGCTL_VAR_name, else the default.
class Variables {
 public:
  /// `section` may be null. Reports what is given and not declared, or declared and not given.
  Variables(const YamlNode* section,
            const LoadOptions& options,
            const std::vector<VariableFileTree>& files,
            YamlTree& tree,
            Findings& findings);

  /// The value of a variable, or null if there is none and that has been reported, or if nothing
  /// of that name is declared. A default may hold references.
  [[nodiscard]] YamlNode* value(std::string_view name);
  [[nodiscard]] bool is_declared(std::string_view name) const { return at_.contains(name); }
  /// False if `variables:` could not be read, so that a name may be missing.
  [[nodiscard]] bool is_complete() const { return is_complete_; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  /// Checks a value against its declaration, after its references are resolved, and gives it its
  /// type. Once is enough; a value that does not fit is reported and broken.
  void check(std::string_view name);
  /// The typed values of all that have been checked and fit.
  [[nodiscard]] std::map<std::string, Value> checked() const;

 private:
  struct Given {
    YamlNode* node = nullptr;
    std::string from;  // "--var"; empty: the default
  };
  struct Variable {
    Place place;
    std::string type = "string";
    std::vector<std::string> allowed;
    std::optional<std::regex> pattern;
    std::string pattern_text;
    Given value;
    bool is_broken = false;  // its declaration
    std::optional<Value> checked;
  };

  void declare(const YamlMember& member);
  void read_allowed(const YamlNode& node, Variable& variable);
  void read_pattern(const std::string& text, const Place& place, Variable& variable);
  void give_from_file(const VariableFileTree& file);
  void give_text(const std::string& name, const std::string& text, const std::string& from);
  /// Why a text does not fit, or "".
  [[nodiscard]] static std::string misfit(const Variable& variable, const YamlNode& node);

  YamlTree& tree_;
  Findings& findings_;
  std::map<std::string, std::size_t, std::less<>> at_;
  std::vector<Variable> variables_;
  std::vector<std::string> names_;
  bool is_complete_ = true;
};

}  // namespace dgctl::engine
