#include "engine/render/drift_json.h"

#include "engine/plan/plan_file.h"
#include "engine/render/drift_words.h"
#include "engine/render/shown.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

constexpr int kDriftFormat = 1;

Value number(std::size_t n) { return static_cast<std::int64_t>(n); }

Value to_value(const std::vector<Place>& places) {
  List items;
  for (const Place& place : places) {
    items.emplace_back(
        Fields{{"column", place.column}, {"file", place.file}, {"line", place.line}});
  }
  return items;
}

void put(Fields& fields, const char* name, const std::optional<Value>& value) {
  if (value) fields.emplace(name, *value);
}

Value to_value(const Drifted& drifted) {
  List fields;
  for (const FieldDrift& field : drifted.fields) fields.push_back(to_value(field));
  return Fields{{"address", to_string(drifted.address)},
                {"class", to_string(drifted.of)},
                {"fields", std::move(fields)},
                {"kind", drifted.address.kind},
                {"mover", to_value(drifted.mover)},
                {"name", drifted.name},
                {"note", drifted.note},
                {"places", to_value(drifted.places)}};
}

Value to_value(const Pending& pending) {
  List fields;
  for (const FieldChange& field : pending.fields) {
    Fields item{{"field", field.field}, {"mover", to_value(field.mover)}};
    put(item, "recorded", field.recorded);
    put(item, "live", field.live);
    put(item, "desired", field.desired);
    fields.emplace_back(std::move(item));
  }
  return Fields{{"action", pending.action},
                {"address", to_string(pending.address)},
                {"fields", std::move(fields)},
                {"kind", pending.address.kind},
                {"places", to_value(pending.places)}};
}

Value to_value(const HiddenRead& read) {
  List affects;
  for (const Address& address : read.affects) affects.emplace_back(to_string(address));
  return Fields{{"affects", std::move(affects)},
                {"needs", read.needs},
                {"read", to_string(read.lookup)},
                {"reason", read.reason}};
}

Value to_value(const Ignored& ignored) {
  Fields item{{"address", to_string(ignored.address)},
              {"because", ignored.because},
              {"field", ignored.field}};
  if (!ignored.until.empty()) item.emplace("until", ignored.until);
  put(item, "live", ignored.live);
  put(item, "desired", ignored.desired);
  return item;
}

Value to_value(const SecretEnd& secret) {
  Fields item{{"address", to_string(secret.address)}, {"id", secret.id}};
  if (!secret.expires.empty()) item.emplace("expires", secret.expires);
  return item;
}

template <class T>
List to_list(const std::vector<T>& all) {
  List items;
  for (const T& one : all) items.push_back(to_value(one));
  return items;
}

}  // namespace

Value to_value(const FieldDrift& field) {
  Fields item{{"field", field.field}, {"mover", to_value(field.mover)}};
  put(item, "recorded", field.recorded);
  put(item, "live", field.live);
  put(item, "desired", field.desired);
  if (!field.lost.empty() || !field.gained.empty()) {
    item.emplace("lost", words_value(field.lost));
    item.emplace("gained", words_value(field.gained));
  }
  return item;
}

std::string drift_json(const DriftReport& report) {
  const Drift& drift = report.drift;
  Fields counts;
  for (const auto& [of, n] : count_by_class(drift)) counts.emplace(to_string(of), number(n));
  Fields managed;
  for (const auto& [kind, n] : drift.managed) managed.emplace(kind, number(n));
  Fields document{{"counts", std::move(counts)},
                  {"drifted", to_list(drift.drifted)},
                  {"format_version", kDriftFormat},
                  {"hidden", number(drift.hidden.size())},
                  {"hidden_reads", to_list(drift.hidden)},
                  {"ignored", to_list(drift.ignored)},
                  {"interrupted", report.interrupted},
                  {"last_applied", report.last_applied},
                  {"made_at", report.made_at},
                  {"made_by", report.made_by},
                  {"managed", std::move(managed)},
                  {"pending", to_list(drift.pending)},
                  {"requests_read", report.requests_read},
                  {"secrets", to_list(drift.secrets)},
                  {"stack", report.stack},
                  {"target", report.target},
                  {"warnings", List(drift.warnings.begin(), drift.warnings.end())},
                  {"workspace", Fields{{"host", report.host}}}};
  if (!report.lock_holder.empty()) document.emplace("lock_holder", report.lock_holder);
  if (!drift.drifted.empty()) document.emplace("reason", "drift");
  return to_printed_json(printable(document));
}

}  // namespace dgctl::engine
