#include <algorithm>
#include <array>

#include "providers/sim/method.h"
#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

const std::vector<std::string>& methods() {
  static const std::vector<std::string> kWords{"GET", "POST", "PUT", "PATCH", "DELETE"};
  return kWords;
}

struct KillWord {
  const char* word;
  Ending ending;
};
constexpr std::array<KillWord, 3> kKills{{{"before", Ending::KillBefore},
                                          {"applied", Ending::KillApplied},
                                          {"answered", Ending::KillAnswered}}};

/// A text stands for itself, anything else for its JSON.
std::optional<Body> read_body(Reader& reader) {
  const Json* body = reader.find("body");
  if (body == nullptr) return std::nullopt;
  const auto* text = std::get_if<std::string>(&body->is);
  return text != nullptr ? Body{*text, false} : Body{to_text(*body), true};
}

void write_body(Members& out, const Body& body) {
  out.push_back({"body", body.is_json ? parse_json(body.text) : Json{body.text}});
}

std::optional<Edit> read_edit(Reader& reader) {
  const Json* value = reader.find("edit");
  if (value == nullptr) return std::nullopt;
  Reader json(*value, reader.at("edit"));
  Edit edit;
  const std::optional<Method> method = method_named(json.word("method", methods()));
  edit.path = json.text("path");
  edit.body = read_body(json).value_or(Body{});
  edit.as = json.text("as");
  json.finish();
  if (!method || !edit.path.starts_with('/')) {
    refuse(json.pointer(), "expected a method and a path");
  }
  edit.method = *method;
  return edit;
}

std::vector<Ending> read_endings(Reader& reader) {
  std::vector<Ending> endings;
  if (reader.has("status")) endings.push_back(Ending::Status);
  if (reader.flag("lose")) endings.push_back(Ending::Lose);
  if (reader.flag("drop")) endings.push_back(Ending::Drop);
  const std::string kill = reader.word("kill", {"before", "applied", "answered"});
  for (const KillWord& row : kKills) {
    if (kill == row.word) endings.push_back(row.ending);
  }
  return endings;
}

std::int64_t read_status(Reader& reader) {
  constexpr std::int64_t kLeast = 100;
  constexpr std::int64_t kMost = 599;
  const std::int64_t status = reader.number("status", 0, kLeast);
  if (status > kMost) refuse(reader.at("status"), "expected an HTTP status");
  return status;
}

bool does_nothing(const Effect& effect) {
  return effect.ending == Ending::Answer && effect.delay_ms == 0 && !effect.lag && !effect.edit;
}

Effect read_effect(const Json& json, const std::string& at) {
  Reader reader(json, at);
  Effect effect;
  const std::vector<Ending> endings = read_endings(reader);
  if (endings.size() > 1) refuse(at, "only one of status, lose, drop and kill");
  if (!endings.empty()) effect.ending = endings.front();
  effect.status = static_cast<int>(read_status(reader));
  effect.body = read_body(reader);
  if (reader.has("retry_after")) effect.retry_after_s = reader.number("retry_after", 0);
  if (effect.ending != Ending::Status && (effect.body || effect.retry_after_s)) {
    refuse(at, "body and retry_after belong to a status");
  }
  effect.delay_ms = reader.number("delay", 0);
  if (reader.has("lag")) effect.lag = Lag{reader.number("lag", 0, 1), false};
  if (reader.flag("flicker")) {
    if (!effect.lag) refuse(reader.at("flicker"), "it belongs to a lag");
    effect.lag->flicker = true;
  }
  effect.edit = read_edit(reader);
  reader.finish();
  if (does_nothing(effect)) refuse(at, "this does nothing");
  return effect;
}

Members effect_members(const Effect& effect) {
  Members out;
  if (effect.ending == Ending::Status) put(out, "status", std::int64_t{effect.status});
  if (effect.body) write_body(out, *effect.body);
  if (effect.retry_after_s) put(out, "retry_after", *effect.retry_after_s);
  if (effect.ending == Ending::Lose) put(out, "lose", true);
  if (effect.ending == Ending::Drop) put(out, "drop", true);
  for (const KillWord& row : kKills) {
    if (effect.ending == row.ending) put(out, "kill", std::string(row.word));
  }
  put_number_unless(out, "delay", effect.delay_ms, 0);
  if (effect.lag) put(out, "lag", effect.lag->reads);
  if (effect.lag && effect.lag->flicker) put(out, "flicker", true);
  if (effect.edit) {
    Members edit;
    put(edit, "method", std::string(to_string(effect.edit->method)));
    put(edit, "path", effect.edit->path);
    if (!effect.edit->body.text.empty()) write_body(edit, effect.edit->body);
    put_unless_empty(edit, "as", effect.edit->as);
    put(out, "edit", std::move(edit));
  }
  return out;
}

void check_editor(const State& state, const Fault& fault, const std::string& at) {
  if (!fault.effect.edit || fault.effect.edit->as.empty()) return;
  if (state.deleted_principals.contains(fault.effect.edit->as)) return;
  read_principal(state, fault.effect.edit->as, at + "/do/edit/as");
}

Fault read_fault(const State& state, const Json& json, const std::string& at) {
  Reader reader(json, at);
  Fault fault;
  fault.method = reader.word("method", methods());
  fault.path = reader.text("path");
  if (fault.path.empty()) refuse(reader.at("path"), "missing");
  fault.statement = reader.text("statement");
  fault.skip = reader.number("skip", 0);
  fault.times = reader.number("times", 1);
  fault.seen = reader.number("seen", 0);
  const Json* effect = reader.find("do");
  if (effect == nullptr) refuse(reader.at("do"), "missing");
  fault.effect = read_effect(*effect, reader.at("do"));
  reader.finish();
  check_editor(state, fault, at);
  return fault;
}

}  // namespace

void read_faults(State& state, Reader& file) {
  const Json* faults = file.find("faults");
  if (faults == nullptr) return;
  const std::string pointer = file.at("faults");
  for (const Json& json : list_at(*faults, pointer)) {
    const std::string at = below(pointer, std::to_string(state.faults.size()));
    state.faults.push_back(read_fault(state, json, at));
  }
}

void write_faults(Members& file, const State& state) {
  List faults;
  for (const Fault& fault : state.faults) {
    Members out;
    put_unless_empty(out, "method", fault.method);
    put(out, "path", fault.path);
    put_unless_empty(out, "statement", fault.statement);
    put_number_unless(out, "skip", fault.skip, 0);
    put_number_unless(out, "times", fault.times, 1);
    put_number_unless(out, "seen", fault.seen, 0);
    put(out, "do", effect_members(fault.effect));
    faults.push_back(Json{std::move(out)});
  }
  put_list(file, "faults", std::move(faults));
}

}  // namespace dgctl::providers::sim
