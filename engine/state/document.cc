#include "engine/state/document.h"

#include <limits>

#include <nlohmann/json.hpp>

#include "engine/edges/error.h"
#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"
#include "engine/model/utf8.h"

namespace dgctl::engine {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kDeepest = 64;
// A member that no field can have: a field's '$' is doubled.
constexpr std::string_view kKnownAfter = "$known_after";
constexpr std::string_view kMarker = "\x01known_after";  // how the builder holds it meanwhile

std::string escaped(const std::string& name) { return name.starts_with('$') ? "$" + name : name; }

Json json_of(const Value& value);

Json json_of(const KnownAfter& later) {
  Json parts = Json::array();
  for (const auto& part : later.parts) {
    std::visit(Overloaded{
                   [&](const std::string& text) { parts.push_back(text); },
                   [&](const AttributeRef& ref) {
                     parts.push_back(Json::array({to_string(ref.of), ref.field}));
                   },
               },
               part);
  }
  return Json{{std::string(kKnownAfter), std::move(parts)}};
}

Json json_of(const Value& value) {
  return std::visit(Overloaded{
                        [](const Null&) -> Json { return nullptr; },
                        [](bool flag) -> Json { return flag; },
                        [](std::int64_t number) -> Json { return number; },
                        [](const std::string& text) -> Json { return text; },
                        [](const List& list) -> Json {
                          Json array = Json::array();
                          for (const Value& item : list) array.push_back(json_of(item));
                          return array;
                        },
                        [](const Fields& fields) -> Json {
                          Json object = Json::object();
                          for (const auto& [name, item] : fields) {
                            object.emplace(escaped(name), json_of(item));
                          }
                          return object;
                        },
                        [](const KnownAfter& later) -> Json { return json_of(later); },
                    },
                    value.is);
}

/// Builds the value while the text is parsed, so that nesting is bounded and no key is lost.
class Builder : public nlohmann::json_sax<Json> {
 public:
  Value take() { return std::move(root_); }

  bool null() override { return put(Null{}); }
  bool boolean(bool flag) override { return put(flag); }
  bool number_integer(number_integer_t number) override { return put(std::int64_t{number}); }
  bool number_unsigned(number_unsigned_t number) override {
    if (number > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
      throw CorruptError("a number is larger than 64 bits hold");
    }
    return put(static_cast<std::int64_t>(number));
  }
  bool number_float(number_float_t /*number*/, const string_t& text) override {
    throw CorruptError("the number " + text + " is no integer");
  }
  bool string(string_t& text) override { return put(std::move(text)); }
  bool binary(binary_t& /*bytes*/) override { return false; }

  bool start_object(std::size_t /*size*/) override { return open(Fields{}); }
  bool key(string_t& name) override {
    if (name == kKnownAfter) {
      name = kMarker;
    } else if (name.starts_with("$$")) {
      name.erase(0, 1);
    }
    keys_.back() = name;
    if (std::get<Fields>(open_.back()->is).contains(name)) {
      throw CorruptError("the key '" + name + "' stands there twice");
    }
    return true;
  }
  bool end_object() override {
    Value& closed = *open_.back();
    auto& fields = std::get<Fields>(closed.is);
    if (fields.size() == 1 && fields.begin()->first == kMarker) {
      const KnownAfter later = known_after(fields.begin()->second);
      closed.is = later;
    }
    return close();
  }
  bool start_array(std::size_t /*size*/) override { return open(List{}); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position,
                   const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    throw CorruptError("it is no JSON from byte " + std::to_string(position) + " on");
  }

 private:
  Value* place(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    if (auto* list = std::get_if<List>(&open_.back()->is)) {
      list->push_back(std::move(value));
      return &list->back();
    }
    Value& slot = std::get<Fields>(open_.back()->is)[keys_.back()];
    slot = std::move(value);
    return &slot;
  }
  bool put(Value value) {
    place(std::move(value));
    return true;
  }
  bool open(Value container) {
    if (open_.size() >= kDeepest) throw CorruptError("it is nested too deeply");
    open_.push_back(place(std::move(container)));
    keys_.emplace_back();
    return true;
  }
  bool close() {
    open_.pop_back();
    keys_.pop_back();
    return true;
  }
  static AttributeRef reference(const List& pair) {
    const std::string* of = pair.size() == 2 ? pair[0].text() : nullptr;
    const std::string* field = pair.size() == 2 ? pair[1].text() : nullptr;
    const auto address = of == nullptr ? std::nullopt : parse_address(*of);
    if (!address || field == nullptr) throw CorruptError("a value known only later is malformed");
    return {*address, *field};
  }
  static KnownAfter known_after(const Value& parts) {
    KnownAfter later;
    if (parts.list() == nullptr) throw CorruptError("a value known only later is malformed");
    for (const Value& part : *parts.list()) {
      if (const std::string* text = part.text()) {
        later.parts.emplace_back(*text);
      } else {
        later.parts.emplace_back(reference(part.list() == nullptr ? List{} : *part.list()));
      }
    }
    return later;
  }

  Value root_;
  std::vector<Value*> open_;
  std::vector<std::string> keys_;
};

const Value& member(const Fields& fields, std::string_view name) {
  const Value* value = find(fields, name);
  if (value == nullptr) throw CorruptError("'" + std::string(name) + "' is missing");
  return *value;
}

template <class T>
const T& typed(const Fields& fields, std::string_view name, const char* wanted) {
  const T* value = std::get_if<T>(&member(fields, name).is);
  if (value == nullptr) throw CorruptError("'" + std::string(name) + "' is not " + wanted);
  return *value;
}

}  // namespace

Value printable(const Value& value) {
  if (const std::string* text = value.text()) return well_formed(*text);
  if (const List* list = value.list()) {
    List items;
    for (const Value& item : *list) items.push_back(printable(item));
    return items;
  }
  if (const Fields* fields = value.fields()) {
    Fields members;
    for (const auto& [name, member] : *fields)
      members.emplace(well_formed(name), printable(member));
    return members;
  }
  return value;
}

std::string to_json(const Value& value) { return json_of(value).dump(); }

std::string to_printed_json(const Value& value) { return json_of(value).dump(1) + "\n"; }

Value from_json(std::string_view text) {
  Builder builder;
  if (!Json::sax_parse(text, &builder)) throw CorruptError("it is no JSON");
  return builder.take();
}

const Fields& object_in(const Value& value, std::string_view what) {
  const Fields* fields = value.fields();
  if (fields == nullptr) throw CorruptError(std::string(what) + " is no object");
  return *fields;
}

std::string text_in(const Fields& fields, std::string_view name) {
  return typed<std::string>(fields, name, "text");
}
std::int64_t number_in(const Fields& fields, std::string_view name) {
  return typed<std::int64_t>(fields, name, "a number");
}
bool flag_in(const Fields& fields, std::string_view name) {
  return typed<bool>(fields, name, "true or false");
}
const List& list_in(const Fields& fields, std::string_view name) {
  return typed<List>(fields, name, "a list");
}
const Fields& fields_in(const Fields& fields, std::string_view name) {
  return typed<Fields>(fields, name, "an object");
}
namespace {

/// `what` is what is of that kind. Whatever else is read of it would be asked of its descriptor.
void require_known(const std::string& kind, const std::string& what) {
  if (find_descriptor(kind) != nullptr) return;
  throw Error("it holds " + what + ", a kind that this version does not know: update dgctl");
}

}  // namespace

Address address_in(const Fields& fields, std::string_view name) {
  const auto address = parse_address(text_in(fields, name));
  if (!address) throw CorruptError("'" + std::string(name) + "' is no address");
  require_known(address->kind, to_string(*address));
  return *address;
}

std::string kind_in(const Fields& fields) {
  std::string kind = text_in(fields, "kind");
  require_known(kind, kind);
  return kind;
}

Privileges words_in(const Fields& fields, std::string_view name) {
  Privileges words;
  for (const Value& word : list_in(fields, name)) {
    if (word.text() == nullptr) throw CorruptError("'" + std::string(name) + "' holds no texts");
    words.insert(*word.text());
  }
  return words;
}

Value words_value(const Privileges& words) { return List(words.begin(), words.end()); }

std::optional<Value> optional_in(const Fields& fields, std::string_view name) {
  const Value* value = find(fields, name);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

}  // namespace dgctl::engine
