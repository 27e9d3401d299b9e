#include <algorithm>
#include <charconv>

#include "providers/sim/catalog_words.h"
#include "providers/sim/names.h"
#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

Privileges read_privileges(const State& state,
                           const Json& json,
                           const std::string& at,
                           Taker taker) {
  Privileges out;
  for (const Json& item : list_at(json, at)) {
    const std::string& written = text_at(item, at);
    const std::vector<std::string> stored =
        stored_privileges(taker, canonical_privilege(written), has_legacy_privileges(state));
    if (stored.empty()) refuse(at, "'" + written + "' cannot be granted here");
    out.insert(stored.begin(), stored.end());
  }
  if (out.empty()) refuse(at, "a grant of nothing");
  return out;
}

std::int64_t read_principal_id(const std::string& text, const std::string& at) {
  std::int64_t id = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, id);
  if (error != std::errc() || stop != end || id <= 0) refuse(at, "expected a principal's number");
  return id;
}

Members grants_members(const Grants& grants) {
  Members out;
  for (const auto& [principal, privileges] : grants) {
    put_texts(out, principal, {privileges.begin(), privileges.end()});
  }
  return out;
}

}  // namespace

Securable read_securable(const State& state, Reader& reader, const Securable& around, Taker taker) {
  Securable out;
  out.owner = reader.text("owner", around.owner);
  if (out.owner != kSystemUser && !state.deleted_principals.contains(out.owner)) {
    out.owner = read_grantee(state, out.owner, reader.at("owner"));
  }
  for (const Member& grant : reader.entries("grants")) {
    const std::string at = below(reader.at("grants"), grant.name);
    const std::string principal = read_grantee(state, grant.name, at);
    if (out.grants.contains(principal)) refuse(at, "'" + principal + "' is written twice");
    out.grants[principal] = read_privileges(state, grant.value, at, taker);
  }
  for (const Member& grant : reader.entries("grants_of_deleted")) {
    const std::string at = below(reader.at("grants_of_deleted"), grant.name);
    out.grants_of_deleted[read_principal_id(grant.name, at)] =
        read_privileges(state, grant.value, at, taker);
  }
  out.created = {reader.number("created_at", around.created.at_ms),
                 reader.text("created_by", out.owner)};
  out.updated = {reader.number("updated_at", out.created.at_ms),
                 reader.text("updated_by", out.created.by)};
  return out;
}

std::string read_stored_name(const std::string& written, const std::string& at) {
  std::string name = folded(written);
  if (!is_valid_name(name)) {
    refuse(at, "a name is 1 to 255 characters without '.', '/', space and control characters");
  }
  return name;
}

std::map<std::int64_t, std::string> read_bindings(Reader& reader) {
  std::map<std::int64_t, std::string> bindings;
  for (const auto& [workspace, type] : reader.text_map("bindings")) {
    const std::string at = below(reader.at("bindings"), workspace);
    std::int64_t id = 0;
    const char* end = workspace.data() + workspace.size();
    const auto [stop, error] = std::from_chars(workspace.data(), end, id);
    if (error != std::errc() || stop != end || id <= 0) refuse(at, "expected a workspace's number");
    bindings[id] = one_of(type, binding_types(), at);
  }
  return bindings;
}

void write_bindings(Members& out, const std::map<std::int64_t, std::string>& bindings) {
  Texts texts;
  for (const auto& [id, type] : bindings) texts[std::to_string(id)] = type;
  put_text_map(out, "bindings", texts);
}

void write_owner(Members& out, const Securable& securable, const Securable& around) {
  put_unless(out, "owner", securable.owner, around.owner);
}

void write_grants(Members& out, const Securable& securable) {
  put_members(out, "grants", grants_members(securable.grants));
  Members deleted;
  for (const auto& [id, privileges] : securable.grants_of_deleted) {
    put_texts(deleted, std::to_string(id), {privileges.begin(), privileges.end()});
  }
  put_members(out, "grants_of_deleted", std::move(deleted));
}

void write_stamps(Members& out, const Securable& securable, const Securable& around) {
  put_number_unless(out, "created_at", securable.created.at_ms, around.created.at_ms);
  put_unless(out, "created_by", securable.created.by, securable.owner);
  put_number_unless(out, "updated_at", securable.updated.at_ms, securable.created.at_ms);
  put_unless(out, "updated_by", securable.updated.by, securable.created.by);
}

Securable outermost(const std::string& owner) {
  Securable out;
  out.owner = owner;
  out.created = {kBirthMs, owner};
  return out;
}

}  // namespace dgctl::providers::sim
