#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/doctor/permissions.h"
#include "engine/edges/inspector.h"
#include "engine/model/step.h"

namespace dgctl::engine {

/// A right that is not there, or of which it cannot be told.
struct Gap {
  Need need;
  bool is_unknown = false;
  std::string why;  ///< of what is unknown: a sentence without a final period, or ""
  bool operator==(const Gap&) const = default;
};
using Gaps = std::vector<Gap>;

/// What is known of whoever asks.
struct PowersInput {
  const Asker& asker;
  Look<Metastore> metastore;
  std::span<const SecurableFacts> facts;
  bool has_account = false;       ///< the account keeps identities
  Look<bool> account = Unseen{};  ///< Inspector::account, where it does
  /// Whether the workspace answered what it answers its admins only; nothing: it could not be
  /// asked.
  std::optional<bool> is_workspace_admin = {};
  std::map<std::string, Look<Acl>> acls = {};  ///< on warehouses, by id; those that were asked for
};

/// What whoever asks may do: the access predicates of Unity Catalog over what could be seen, where
/// what could not be makes "unknown" and never "no". Steps that were carried out change it.
class Powers {
 public:
  explicit Powers(const PowersInput& input);

  // What is missing for doing something: nothing if it may be done.
  [[nodiscard]] Gaps to_administrate_identities() const;
  [[nodiscard]] Gaps to_administrate_workspace() const;
  [[nodiscard]] Gaps to_make_warehouse() const;
  [[nodiscard]] Gaps to_manage_warehouse(const std::string& id) const;
  [[nodiscard]] Gaps to_make_catalog(const std::string& storage_root) const;
  [[nodiscard]] Gaps to_make_schema(const Securable& schema) const;
  /// What stands in the metastore itself or in a schema, of a kind other than catalogs.
  [[nodiscard]] Gaps to_make(const Securable& made) const;
  /// Its fields, or who owns it and nothing else.
  [[nodiscard]] Gaps to_change(const Securable& securable, bool owner_only) const;
  [[nodiscard]] Gaps to_delete(const Securable& securable) const;
  [[nodiscard]] Gaps to_grant(const Securable& securable) const;
  [[nodiscard]] Gaps to_see(const Securable& securable) const;

  /// Somebody who makes something owns it.
  void made(const Securable& securable);
  void handed_over(const Securable& securable, const Principal& owner);
  void granted(const Securable& securable, const GrantDelta& delta);

  /// What was looked at of something, or nullptr.
  [[nodiscard]] const SecurableFacts* facts_of(const Securable& securable) const;

 private:
  enum class Held { No, Unknown, Yes };
  static Held either(Held a, Held b) { return a < b ? b : a; }
  static Held both(Held a, Held b) { return a < b ? a : b; }
  [[nodiscard]] Held is_one_of(const Principal& principal) const;
  [[nodiscard]] Held is_metastore_admin() const;
  [[nodiscard]] Held is_workspace_admin() const;
  [[nodiscard]] Held owns(const Securable& securable) const;
  [[nodiscard]] Held owns_around(const Securable& securable) const;
  [[nodiscard]] Held holds(const Securable& securable, std::string_view privilege) const;
  [[nodiscard]] Held inherits(const Securable& securable, std::string_view privilege) const;
  [[nodiscard]] Held uses_catalog(const Securable& securable) const;
  [[nodiscard]] Held uses_schema(const Securable& schema) const;
  [[nodiscard]] Held opens_schema(const Securable& schema) const;
  [[nodiscard]] Held uses_parents(const Securable& securable) const;
  [[nodiscard]] Held reaches(const Securable& securable) const;
  [[nodiscard]] Gaps gap(const Need& need, Held held) const;
  [[nodiscard]] Gaps gates(const Securable& securable) const;
  [[nodiscard]] Gaps to_see_at_the_top(const Securable& securable) const;
  [[nodiscard]] Gaps to_make_in(const Securable& schema, const std::string& kind) const;
  [[nodiscard]] Gaps managing(const Securable& securable) const;

  const Asker& asker_;
  std::set<std::string, std::less<>> names_;
  Look<Metastore> metastore_;
  bool has_account_;
  Look<bool> account_;
  std::optional<bool> is_workspace_admin_;
  std::map<std::string, Look<Acl>> acls_;
  std::map<Securable, SecurableFacts> facts_;
};

}  // namespace dgctl::engine
