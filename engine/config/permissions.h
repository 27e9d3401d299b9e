#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/config/lifecycle.h"
#include "engine/config/principals.h"
#include "engine/model/descriptor.h"
#include "engine/model/desired.h"

namespace dgctl::engine {

struct Expansion;

/// What one place of the file asks for: a level of a principal on a resource.
struct PermissionRequest {
  const DesiredResource* on = nullptr;
  ReadPrincipal principal;
  std::string level;
  Place place;
  bool is_of_data_graph = false;  ///< several of them may ask for the same
  Lifecycle lifecycle;
  std::vector<Address> needs;
};

/// All permissions of a configuration: one level for each resource and principal.
class PermissionUnion {
 public:
  explicit PermissionUnion(Findings& findings) : findings_(findings) {}

  void add(PermissionRequest request);
  [[nodiscard]] std::vector<DesiredResource> take();

 private:
  struct Asked {
    DesiredResource resource;
    bool is_of_data_graph = false;
  };

  Findings& findings_;
  std::map<std::pair<Address, std::pair<Principal, std::string>>, Asked> asked_;
};

/// Whether a resource may hold a list of permissions, under the key `permissions`.
bool takes_permissions(const Descriptor& kind);
/// How other resources name one: "/sql/1.0/warehouses/" and its id. One that is given by its id is
/// known now, and all others after apply.
Value with_id_of(const DesiredResource& resource, const std::string& before);
/// Reads the list of permissions that stands in a resource.
void read_permissions(const YamlNode& list, const DesiredResource& on, Expansion& expansion);

}  // namespace dgctl::engine
