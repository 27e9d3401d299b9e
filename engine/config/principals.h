#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/declarations.h"
#include "engine/config/findings.h"
#include "engine/config/yaml_tree.h"
#include "engine/model/desired.h"

namespace dgctl::engine {

/// A service principal that the file declares.
struct ServicePrincipal {
  std::string key;
  Principal application_id;  ///< "" if it could not be read, which has been reported
  Excess excess = Excess::Report;
  Place place;
};

/// A principal as a grant means it.
struct ReadPrincipal {
  Principal name;    ///< as the workspace spells it
  std::string key;   ///< its part of a grant's address
  std::string kind;  ///< "service_principal", "user", "group"
  bool operator==(const ReadPrincipal&) const = default;
};

/// The service principals of the file, and the reading of principals' names against them.
class ServicePrincipals {
 public:
  ServicePrincipals(const Declarations& declarations, Findings& findings);

  [[nodiscard]] const ServicePrincipal* find(std::string_view key) const;
  [[nodiscard]] const ServicePrincipal* find_by_id(std::string_view application_id) const;

  /// `sp:KEY`, `sp:UUID`, `user:NAME`, `group:NAME`; without a prefix a UUID is a service
  /// principal, what holds an '@' a user, the rest a group. What does not fit is reported.
  [[nodiscard]] std::optional<ReadPrincipal> read(const YamlNode& node,
                                                  std::string_view subject,
                                                  Findings& findings) const;
  [[nodiscard]] ReadPrincipal declared(const ServicePrincipal& principal) const;

 private:
  void read_declaration(const PrincipalDeclaration& declaration, Findings& findings);
  void add(ServicePrincipal principal, Findings& findings);
  [[nodiscard]] std::optional<ReadPrincipal> read_key(std::string_view key,
                                                      const Place& place,
                                                      Findings& findings) const;
  [[nodiscard]] ReadPrincipal with_id(std::string_view application_id) const;

  std::vector<ServicePrincipal> principals_;
  std::vector<std::string> keys_;
  std::map<std::string, std::size_t, std::less<>> by_key_, by_id_;
  bool is_complete_ = true;  // false: some could not be read
};

}  // namespace dgctl::engine
