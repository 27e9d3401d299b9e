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

/// What dgctl has to do with a service principal.
enum class Management {
  ReadOnly,   ///< exists, and is only named
  TakenOver,  ///< exists, and is managed from now on
  Made,
};

/// A service principal that the file declares.
struct ServicePrincipal {
  std::string key;
  Address address;
  Management management = Management::Made;
  Principal application_id;  ///< "" of one that is made, or if it could not be read
  Excess excess = Excess::Report;
  Place place;

  /// Whether it can be named: nothing is wrong with its application id.
  [[nodiscard]] bool is_whole() const {
    return management == Management::Made || !application_id.empty();
  }
};

/// A principal as a grant means it.
struct ReadPrincipal {
  Value name;        ///< as the workspace spells it; KnownAfter of one that is made
  std::string key;   ///< its part of a grant's address
  std::string kind;  ///< "service_principal", "user", "group"
  bool operator==(const ReadPrincipal&) const = default;

  /// The name as far as it is known, and else the key: tells principals apart, and sorts them.
  [[nodiscard]] std::pair<Principal, std::string> identity() const;
  /// What has to be there before it can be named.
  [[nodiscard]] std::vector<Address> needs() const;
};

/// The service principals of the file, and the reading of principals' names against them.
class ServicePrincipals {
 public:
  ServicePrincipals(const Declarations& declarations, Findings& findings);

  [[nodiscard]] const std::vector<ServicePrincipal>& all() const { return principals_; }
  [[nodiscard]] const ServicePrincipal* find(std::string_view key) const;
  /// The declared one that is meant; null for any other principal.
  [[nodiscard]] const ServicePrincipal* find(const ReadPrincipal& principal) const;

  /// `sp:KEY`, `sp:UUID`, `user:NAME`, `group:NAME`; without a prefix a UUID is a service
  /// principal, what holds an '@' a user, the rest a group. What does not fit is reported.
  [[nodiscard]] std::optional<ReadPrincipal> read(const YamlNode& node,
                                                  std::string_view subject,
                                                  Findings& findings) const;
  /// The same of what can be a service principal only: without a prefix it is a UUID.
  [[nodiscard]] std::optional<ReadPrincipal> read_service_principal(const YamlNode& node,
                                                                    std::string_view subject,
                                                                    Findings& findings) const;
  [[nodiscard]] static ReadPrincipal declared(const ServicePrincipal& principal);

 private:
  void read_declaration(const Declaration& declaration, Findings& findings);
  [[nodiscard]] std::optional<ReadPrincipal> read_key(std::string_view key,
                                                      const Place& place,
                                                      Findings& findings) const;
  /// The principal that a reference to its application id names.
  [[nodiscard]] const ServicePrincipal* referred_to(const YamlNode& node) const;
  [[nodiscard]] ReadPrincipal with_id(std::string_view application_id) const;

  std::vector<ServicePrincipal> principals_;
  std::vector<std::string> keys_;
  std::map<std::string, std::size_t, std::less<>> by_key_, by_id_;
  bool is_complete_ = true;  // false: some could not be read
};

}  // namespace dgctl::engine
