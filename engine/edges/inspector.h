#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "engine/edges/error.h"
#include "engine/model/lookup.h"

// What is looked at of a workspace only to say whether a run would get through: nothing that a plan
// is a function of.

namespace dgctl::engine {

/// Why something could not be looked at.
struct Unseen {
  ErrorClass error_class = ErrorClass::Denied;
  std::string reason;  ///< what was asked and what came back; one sentence without a final period
  bool operator==(const Unseen&) const = default;
};
template <class T>
using Look = std::variant<T, Unseen>;
/// What was seen, or nullptr.
template <class T>
const T* seen(const Look<T>& look) {
  return std::get_if<T>(&look);
}

/// Who asks, as the workspace answers it.
struct Asker {
  Principal name;
  std::string display_name;
  std::set<std::string> groups;        ///< at any depth, the built-in ones of the workspace too
  std::set<std::string> entitlements;  ///< its own and those of its groups
  bool is_account_admin = false;       ///< by its role
  /// Why not all of its groups, or what they are entitled to, could be seen; "": all were.
  std::string unseen_groups;
  bool operator==(const Asker&) const = default;
};

/// The first request, and what comes with its answer.
struct Contact {
  Look<Asker> asker;
  /// How much this machine's clock is ahead of the workspace's; nothing where its answer bears no
  /// time. Good to a second and the time that the answer took.
  std::optional<std::chrono::seconds> ahead;
};

struct Metastore {
  std::string id, name;
  Principal owner;           ///< who administrates it, somebody or a group
  std::string storage_root;  ///< "": there is none
  std::string privilege_model_version;
  bool operator==(const Metastore&) const = default;
};

/// What is known of something that privileges can be granted on. Of a metastore, whose full name is
/// its id, just the privileges.
struct SecurableFacts {
  Securable securable;
  std::optional<Unseen> unseen;      ///< why the thing itself could not be seen
  Principal owner;                   ///< "" where that is not said
  bool browse_only = false;          ///< that it exists may be known, and nothing is allowed
  std::string catalog_type;          ///< "MANAGED_CATALOG"; of a catalog, as the next two
  std::string isolation_mode;        ///< "OPEN" or "ISOLATED"
  std::string storage_root;          ///< "": the metastore's
  Look<Privileges> held = Unseen{};  ///< directly on it, by whoever asks and its groups
  /// Of an isolated catalog: workspaces to "BINDING_TYPE_READ_ONLY" or "…_WRITE".
  Look<std::map<std::int64_t, std::string>> bindings = Unseen{};
};

struct IpAccessList {
  std::string label;
  bool is_block = false;               ///< shuts out, else lets in
  std::vector<std::string> addresses;  ///< "203.0.113.7", "203.0.113.0/24"
  bool operator==(const IpAccessList&) const = default;
};
/// From which addresses a workspace may be asked.
struct IpAccess {
  bool enabled = false;
  std::vector<IpAccessList> lists;  ///< those that are enabled themselves
  bool operator==(const IpAccess&) const = default;
};

/// Looks only: sends no request but GET. What may not be seen is a value; throws StoppedError.
class Inspector {
 public:
  virtual ~Inspector() = default;
  virtual Contact contact(std::stop_token stop) = 0;
  virtual Look<Metastore> metastore(std::stop_token stop) = 0;
  /// One result for each of `wanted`, in its order. `names`: whose privileges are meant.
  virtual std::vector<SecurableFacts> look_at(std::span<const Securable> wanted,
                                              const std::set<std::string>& names,
                                              std::stop_token stop) = 0;
  virtual Look<IpAccess> ip_access(std::stop_token stop) = 0;
  /// Whether the account, where that keeps identities, may be administrated: its answer is for its
  /// admins only.
  virtual Look<bool> account(std::stop_token stop) = 0;
};

}  // namespace dgctl::engine
