#pragma once

#include "providers/sim/privileges.h"
#include "providers/sim/reader.h"
#include "providers/sim/state.h"

// The parts of a workspace file, each read and written by a file of its own. The order matters:
// whoever is named has been read before.

namespace dgctl::providers::sim {

/// Catalogs that a file gives no time are as old as this: 2026-01-01T00:00:00Z.
inline constexpr std::int64_t kBirthMs = 1'767'225'600'000;

void read_users(State& state, Reader& file);
void read_service_principals(State& state, Reader& file);
void read_deleted_principals(State& state, Reader& file);
void read_groups(State& state, Reader& file);
void write_identities(Members& file, const State& state);

void read_warehouses(State& state, Reader& file);
void write_warehouses(Members& file, const State& state);

void read_catalogs(State& state, Reader& file);
void write_catalogs(Members& file, const State& state);

void read_statements(State& state, Reader& file);
void write_statements(Members& file, const State& state);

/// [name, type] or [name, type, comment], and as many values as there are columns.
Column read_column(const Json& json, const std::string& at);
Row read_row(const Json& json, std::size_t width, const std::string& at);
Json column_json(const Column& column);
Json row_json(const Row& row);

/// A volume of that full name, which stands in a schema.
Volume read_volume(const State& state,
                   const std::string& full_name,
                   const Securable& schema,
                   Reader& reader);
Members volume_members(const State& state,
                       const std::string& full_name,
                       const Securable& schema,
                       const Volume& volume);

void read_locations(State& state, Reader& file);
void write_locations(Members& file, const State& state);

void read_ip_access(State& state, Reader& file);
void write_ip_access(Members& file, const State& state);

void read_faults(State& state, Reader& file);
void write_faults(Members& file, const State& state);

void read_switches(Switches& switches, Reader& file);
void write_switches(Members& file, const Switches& switches);

/// Owner, grants, created_at and so on, as metastore, catalogs, schemas and tables have them. What
/// is left out, owner and age, is as in `around`: what it stands in.
Securable read_securable(const State& state, Reader& reader, const Securable& around, Taker taker);
/// The name of a securable in the form that is stored; refused where it is none.
std::string read_stored_name(const std::string& written, const std::string& at);
/// By workspace id, as catalogs and external locations have them.
std::map<std::int64_t, std::string> read_bindings(Reader& reader);
void write_bindings(Members& out, const std::map<std::int64_t, std::string>& bindings);
void write_owner(Members& out, const Securable& securable, const Securable& around);
void write_grants(Members& out, const Securable& securable);
void write_stamps(Members& out, const Securable& securable, const Securable& around);
/// What the outermost securables take their owner and their age from.
Securable outermost(const std::string& owner);

/// The canonical name of a principal; refused where there is none, naming the nearest.
std::string read_principal(const State& state, const std::string& written, const std::string& at);
/// The same for who can own something and be granted privileges.
std::string read_grantee(const State& state, const std::string& written, const std::string& at);

// Writing what is not the default.
void put_unless(Members& out, std::string_view name, std::string_view value, std::string_view left);
void put_flag_unless(Members& out, std::string_view name, bool value, bool left);
void put_number_unless(Members& out, std::string_view name, std::int64_t value, std::int64_t left);

}  // namespace dgctl::providers::sim
