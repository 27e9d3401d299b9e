#include <limits>
#include <variant>

#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

struct Flag {
  bool Switches::* value;
};
struct Number {
  std::int64_t Switches::* value;
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};
struct Choice {
  std::string Switches::* value;
  std::vector<std::string> words;
};
struct Switch {
  const char* name;
  std::variant<Flag, Number, Choice> is;
};

Number status(std::int64_t Switches::* value) { return {value, 400, 599}; }
/// No longer than a year.
Number seconds(std::int64_t Switches::* value, std::int64_t least) {
  return {value, least, 31'536'000};
}

/// In the order in which they are written.
const std::vector<Switch>& switches() {
  using S = Switches;
  static const std::vector<Switch> kSwitches{
      {"page_size", Number{&S::page_size, 1}},
      {"scim_page_size", Number{&S::scim_page_size, 1}},
      {"empty_pages", Flag{&S::empty_pages}},
      {"inject_catalog_properties", Flag{&S::inject_catalog_properties}},
      {"default_storage", Choice{&S::default_storage, {"off", "refuses", "binds"}}},
      {"unknown_principal_status", status(&S::unknown_principal_status)},
      {"not_empty_status", status(&S::not_empty_status)},
      {"permissions_for_others", Choice{&S::permissions_for_others, {"denied", "named", "own"}}},
      {"effective_gates", Flag{&S::effective_gates}},
      {"scim_meta", Flag{&S::scim_meta}},
      {"scim_inherited_groups", Flag{&S::scim_inherited_groups}},
      {"scim_account_users", Flag{&S::scim_account_users}},
      {"scim_filter_ignores_case", Flag{&S::scim_filter_ignores_case}},
      {"account_list_members", Flag{&S::account_list_members}},
      {"scim_write_bodies", Flag{&S::scim_write_bodies}},
      {"repeated_members", Choice{&S::repeated_members, {"passes", "refuses"}}},
      {"sixth_secret_status", status(&S::sixth_secret_status)},
      {"invalid_client_status", status(&S::invalid_client_status)},
      {"expired_token_status", status(&S::expired_token_status)},
      {"token_lifetime_s", seconds(&S::token_lifetime_s, 1)},
      {"edit_starts_warehouse", Flag{&S::edit_starts_warehouse}},
      {"edit_keeps_omitted", Flag{&S::edit_keeps_omitted}},
      {"warehouse_start_s", seconds(&S::warehouse_start_s, 0)},
      {"serverless_by_default", Flag{&S::serverless_by_default}},
      {"serverless_short_auto_stop", Flag{&S::serverless_short_auto_stop}},
      {"put_without_owner", Choice{&S::put_without_owner, {"keeps", "refuses"}}},
      {"patch_owner", Choice{&S::patch_owner, {"moves", "refuses"}}},
      {"owner_needs_cluster_create", Flag{&S::owner_needs_cluster_create}},
      {"unknown_acl_principal_status", status(&S::unknown_acl_principal_status)},
      {"sql_denied_text", Choice{&S::sql_denied_text, {"classed", "plain"}}},
      {"statement_s", seconds(&S::statement_s, 0)},
      {"chunk_rows", Number{&S::chunk_rows, 1}},
      {"date_offset_s", seconds(&S::date_offset_s, -31'536'000)},
  };
  return kSwitches;
}

/// Reads one switch, whatever it is.
struct Reading {
  Reader& reader;
  Switches& to;
  const char* name;

  void operator()(const Flag& flag) const { to.*flag.value = reader.flag(name, to.*flag.value); }
  void operator()(const Number& number) const {
    std::int64_t& value = to.*number.value;
    value = reader.number(name, value, number.least);
    if (value > number.most) {
      refuse(reader.at(name), "expected " + std::to_string(number.most) + " or less");
    }
  }
  void operator()(const Choice& word) const {
    to.*word.value = reader.word(name, word.words, to.*word.value);
  }
};

/// Writes one that is not as it is left.
struct Writing {
  Members& out;
  const Switches& from;
  const Switches& left;
  const char* name;

  void operator()(const Flag& flag) const {
    put_flag_unless(out, name, from.*flag.value, left.*flag.value);
  }
  void operator()(const Number& number) const {
    put_number_unless(out, name, from.*number.value, left.*number.value);
  }
  void operator()(const Choice& word) const {
    put_unless(out, name, from.*word.value, left.*word.value);
  }
};

}  // namespace

void read_switches(Switches& to, Reader& file) {
  const Json* value = file.find("switches");
  if (value == nullptr) return;
  Reader reader(*value, file.at("switches"));
  for (const Switch& one : switches()) std::visit(Reading{reader, to, one.name}, one.is);
  reader.finish();
}

void write_switches(Members& file, const Switches& from) {
  const Switches left;
  Members out;
  for (const Switch& one : switches()) std::visit(Writing{out, from, left, one.name}, one.is);
  put_members(file, "switches", std::move(out));
}

}  // namespace dgctl::providers::sim
