#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/config/lifecycle.h"
#include "engine/config/principals.h"
#include "engine/model/descriptor.h"
#include "engine/model/desired.h"

namespace dgctl::engine {

/// What one place of the file asks for: privileges of a principal on a securable.
struct GrantRequest {
  Securable on;
  ReadPrincipal principal;
  Privileges words;
  Place place;
  Place principal_place;  ///< where the principal is named
  std::optional<bool> adopt, prevent_destroy;
  std::vector<IgnoredChange> ignore_changes;
  std::optional<Condition> condition;  ///< nothing: Always
  std::vector<Address> needs;
};

/// All grants of a configuration. What several places ask for on one securable for one principal is
/// one grant; what they say of it besides must agree.
class GrantUnion {
 public:
  GrantUnion(const ServicePrincipals& principals, Findings& findings);

  void add(GrantRequest request);

  /// Sorted by securable and principal.
  [[nodiscard]] std::vector<DesiredResource> resources() const;
  /// Those that a grant names, and those that are managed; sorted.
  [[nodiscard]] std::vector<DesiredPrincipal> principals() const;

 private:
  /// A flag, and the place that set it.
  struct Said {
    std::optional<bool> flag;
    Place place;
  };
  struct United {
    ReadPrincipal principal;
    Privileges words;
    Said adopt, prevent_destroy;
    std::vector<IgnoredChange> ignore_changes;
    bool is_always = false;
    std::vector<Address> needs;
    std::vector<Place> places;
  };

  void agree(Said& said, std::optional<bool> flag, std::string_view key, const GrantRequest& by);
  void unite_ignored(United& united, const GrantRequest& request);
  void note_principal(const GrantRequest& request);
  /// The entry of a principal, made if there is none yet.
  DesiredPrincipal& noted(const ReadPrincipal& read);

  const ServicePrincipals& principals_;
  Findings& findings_;
  using Identity = std::pair<Principal, std::string>;  // ReadPrincipal::identity()
  std::map<std::pair<Securable, Identity>, United> grants_;
  std::map<Identity, DesiredPrincipal> named_;
};

/// The kind of the entries on securables.
const Descriptor& grant_kind();
/// The address of a grant: `grant.catalog:sales/main`.
Address grant_address(const Securable& on, const ReadPrincipal& principal);

}  // namespace dgctl::engine
