#include "providers/sim/record.h"

#include <array>

#include "providers/sim/method.h"
#include "providers/sim/reader.h"

namespace dgctl::providers::sim {
namespace {

List numbers_json(const std::vector<std::int64_t>& numbers) {
  List out;
  for (const std::int64_t number : numbers) out.push_back(Json{number});
  return out;
}

std::vector<std::int64_t> read_numbers(Reader& reader, const char* name) {
  std::vector<std::int64_t> out;
  const Json* list = reader.find(name);
  if (list == nullptr) return out;
  for (const Json& json : list_at(*list, reader.at(name))) {
    const auto* number = std::get_if<std::int64_t>(&json.is);
    if (number == nullptr) refuse(reader.at(name), "expected numbers");
    out.push_back(*number);
  }
  return out;
}

Members message_members(const Message& message) {
  Members out;
  put(out, "n", message.number);
  put(out, "at", message.at_ms);
  put(out, "who", message.who);
  put(out, "method", std::string(to_string(message.method)));
  put(out, "path", message.target);
  put_unless_empty(out, "body", message.body);
  return out;
}

Message read_message(const Json& json, const std::string& at) {
  Reader reader(json, at);
  Message message;
  message.number = reader.number("n", 0);
  message.at_ms = reader.number("at", 0);
  message.who = reader.text("who");
  const std::optional<Method> method = method_named(reader.text("method"));
  if (!method) refuse(reader.at("method"), "expected an HTTP method");
  message.method = *method;
  message.target = reader.text("path");
  message.body = reader.text("body");
  reader.finish();
  return message;
}

}  // namespace

std::string record_text(const Record& record) {
  Members out;
  put(out, "n", record.number);
  put(out, "at", record.at_ms);
  put_list(out, "faults", numbers_json(record.faults));
  List deeds;
  for (const Message& deed : record.deeds) deeds.push_back(Json{message_members(deed)});
  put_list(out, "deeds", std::move(deeds));
  if (record.lag) {
    put(out, "lag", record.lag->reads);
    put(out, "flicker", record.lag->flicker);
  }
  put_list(out, "lagged", numbers_json(record.lagged));
  return to_text(Json{std::move(out)});
}

Record read_record(const Json& json) {
  Reader reader(json, "");
  Record record;
  record.number = reader.number("n", 0);
  record.at_ms = reader.number("at", 0);
  record.faults = read_numbers(reader, "faults");
  if (const Json* deeds = reader.find("deeds")) {
    for (const Json& deed : list_at(*deeds, reader.at("deeds"))) {
      record.deeds.push_back(read_message(deed, reader.at("deeds")));
    }
  }
  if (reader.has("lag")) record.lag = Lag{reader.number("lag", 0, 1), reader.flag("flicker")};
  record.lagged = read_numbers(reader, "lagged");
  reader.finish();
  return record;
}

std::string request_line_text(const RequestLine& line) {
  Members out;
  put(out, "requests", line.after.requests);
  put(out, "clock", line.after.clock_ms);
  put(out, "uuids", line.after.uuids);
  if (line.entry) {
    const RequestEntry& entry = *line.entry;
    put(out, "n", entry.number);
    put(out, "at", entry.at_ms);
    put(out, "who", entry.who);
    put(out, "method", entry.method);
    put(out, "path", entry.path);
    put(out, "status", std::int64_t{entry.status});
    put_unless_empty(out, "note", entry.note);
  }
  return to_text(Json{std::move(out)});
}

RequestLine read_request_line(const std::string& text) {
  const Json json = parse_json(text);
  Reader reader(json, "");
  RequestLine line;
  line.after = {reader.number("requests", 0), reader.number("clock", 0), reader.number("uuids", 0)};
  if (!reader.has("n")) return line;
  RequestEntry entry;
  entry.number = reader.number("n", 0);
  entry.at_ms = reader.number("at", 0);
  entry.who = reader.text("who");
  entry.method = reader.text("method");
  entry.path = reader.text("path");
  entry.status = static_cast<int>(reader.number("status", 0));
  entry.note = reader.text("note");
  line.entry = std::move(entry);
  return line;
}

}  // namespace dgctl::providers::sim
