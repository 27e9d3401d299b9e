#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {

void read_ip_access(State& state, Reader& file) {
  const Json* value = file.find("ip_access");
  if (value == nullptr) return;
  Reader reader(*value, file.at("ip_access"));
  state.ip_access.enabled = reader.flag("enabled");
  for (const Member& member : reader.entries("lists")) {
    Reader list(member.value, below(reader.at("lists"), member.name));
    IpAccessList out;
    out.label = list.text("label", member.name);
    out.type = list.word("type", {"ALLOW", "BLOCK"}, out.type);
    if (!list.has("addresses")) refuse(list.at("addresses"), "missing");
    out.addresses = list.texts("addresses");
    out.enabled = list.flag("enabled", true);
    list.finish();
    state.ip_access.lists[member.name] = std::move(out);
  }
  reader.finish();
}

void write_ip_access(Members& file, const State& state) {
  Members out;
  put_flag_unless(out, "enabled", state.ip_access.enabled, false);
  Members lists;
  for (const auto& [id, list] : state.ip_access.lists) {
    Members body;
    put_unless(body, "label", list.label, id);
    put_unless(body, "type", list.type, "ALLOW");
    List addresses;
    for (const std::string& address : list.addresses) addresses.push_back(Json{address});
    put(body, "addresses", std::move(addresses));
    put_flag_unless(body, "enabled", list.enabled, true);
    put(lists, id, std::move(body));
  }
  put_members(out, "lists", std::move(lists));
  put_members(file, "ip_access", std::move(out));
}

}  // namespace dgctl::providers::sim
