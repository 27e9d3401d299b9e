#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/model/desired.h"

namespace dgctl::engine {

/// The principals of a configuration, as it names them.
class Spelling {
 public:
  explicit Spelling(const Desired& desired);

  /// As `principal:` and `owner:` take it: "sp:main", "analysts", "user:robot". Empty if it is
  /// whoever another attribute than an application id will name.
  [[nodiscard]] std::string of(const Value& principal) const;
  /// As a key of a permission and its value: "service_principal_name: sp:main".
  [[nodiscard]] std::string as_member(const Value& principal) const;

 private:
  [[nodiscard]] std::string of_text(const std::string& name) const;

  std::map<std::string, const DesiredPrincipal*> by_name_;
  std::map<std::string, std::string> key_of_;  // of declared service principals, by their id
  std::set<std::string> keys_;
};

}  // namespace dgctl::engine
