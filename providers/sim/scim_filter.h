#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dgctl::providers::sim {

/// What a filter and a sort order can see of a resource: names as SCIM spells them, and values.
using ScimAttributes = std::vector<std::pair<std::string_view, std::string>>;

/// `userName eq "ada@example.com" or displayName sw 'a'`: conditions joined by `and`, which binds
/// closer, and `or`; eq, ne, co, sw; values in double, single or no quotes. Names and operators in
/// any case.
class ScimFilter {
 public:
  /// Throws Refusal (400 invalidFilter). `known`: the attributes that can be asked for.
  ScimFilter(std::string_view text, const std::vector<std::string>& known, bool ignores_case);

  [[nodiscard]] bool matches(const ScimAttributes& resource) const;

 private:
  enum class Operator { Equal, NotEqual, Contains, StartsWith };
  struct Condition {
    std::string attribute, value;
    Operator is = Operator::Equal;
  };
  static Operator read_operator(const std::string& word);
  [[nodiscard]] std::string comparable(const std::string& text) const;
  [[nodiscard]] bool holds(const Condition& condition, const ScimAttributes& resource) const;

  bool ignores_case_;
  std::vector<std::vector<Condition>> alternatives_;  ///< or of ands
};

/// The value of an attribute, or "".
const std::string& scim_value(const ScimAttributes& resource, std::string_view name);

}  // namespace dgctl::providers::sim
