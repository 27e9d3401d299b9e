#include "engine/render/plan_text.h"

#include <algorithm>
#include <vector>

#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"
#include "engine/model/privileges.h"
#include "engine/render/change_words.h"
#include "engine/render/layout.h"
#include "engine/render/phrases.h"
#include "engine/render/plan_notes.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kWidestField = 60;    // who moved a wider one stands in the next line
constexpr std::size_t kWidestAddress = 60;  // longer ones push what follows to the right

struct FieldLine {
  std::string name, value;
  std::string mover;  ///< "" : none is named
};

/// What is printed of one change.
struct Block {
  std::string symbol, address, action;
  std::string mover;  ///< of the change as a whole
  std::vector<FieldLine> fields;
  std::vector<std::string> notes;  ///< further lines
};

/// What may not be seen may differ.
std::string no_changes(const PlanFile& file) {
  if (file.plan.choices.refresh_only) return "No drift: what is recorded is what is there.";
  if (!file.plan.choices.only.empty()) return "No changes in what --only names.";
  if (!file.plan.hidden.empty()) return "No changes in what may be seen.";
  return file.operation == "destroy" ? kNothingToDestroy : kNoChanges;
}

class PlanText {
 public:
  PlanText(const PlanFile& file, const Style& style)
      : file_(file), plan_(file.plan), style_(style) {}

  std::string render() {
    for (const Change& change : plan_.changes) add_block(change);
    add_choices();
    if (blocks_.empty()) {
      out_ += style_.bold(no_changes(file_)) + "\n";
    } else {
      out_ += plan_.choices.refresh_only
                  ? "dgctl will record what is there on " + where() + ", and send nothing:\n\n"
                  : "dgctl will perform the following actions on " + where() + ":\n\n";
      lay_out();
      for (const Block& block : blocks_) print(block);
      out_ += "\n";
    }
    const std::string notes = plan_notes(file_, style_);
    out_ += notes;
    if (!notes.empty() && has_changes(plan_)) out_ += "\n";
    if (plan_.choices.refresh_only) {
      print_records();
    } else {
      print_summary();
    }
    for (const std::string& refusal : plan_.refusals) {
      out_ += style_.red("Not applyable: ") + shown(std::string_view(refusal)) + ".\n";
    }
    return out_;
  }

 private:
  void print_records() {
    if (blocks_.empty()) return;
    out_ += style_.bold(plural(blocks_.size(), "record", "records") +
                        " of the state will be brought up to date; nothing is sent.") +
            "\n";
  }

  void print_summary() {
    if (has_changes(plan_)) {
      out_ += style_.bold(plan_summary(file_)) + "\n";
      out_ += plural(requests(), "request", "requests") + " will change it; " +
              std::to_string(file_.requests_read) + (file_.requests_read == 1 ? " was" : " were") +
              " needed to read it.\n";
      return;
    }
    if (!blocks_.empty()) out_ += style_.bold(no_changes(file_)) + "\n";
    if (has_work(plan_)) {
      out_ += "The next apply brings the state up to date; nothing is sent for that.\n";
    }
  }

  /// What the command line chose besides the configuration.
  void add_choices() {
    const Choices& choices = plan_.choices;
    if (!choices.only.empty()) {
      out_ += style_.yellow("Partial plan") +
              ", of what --only names and what that needs: " + listed(choices.only) + ".\n";
    }
    if (!choices.release.empty())
      out_ += "Protection lifted for this run: " + listed(choices.release) + ".\n";
    if (!choices.allow.empty()) {
      std::string limits;
      for (const auto& [name, number] : choices.allow)
        limits += (limits.empty() ? "" : ", ") + name + "=" + std::to_string(number);
      out_ += "Limits of this run: " + limits + ".\n";
    }
    if (!out_.empty()) out_ += "\n";
  }

  /// What is written to a sink is no request.
  [[nodiscard]] std::size_t requests() const {
    return static_cast<std::size_t>(
        std::count_if(plan_.steps.begin(), plan_.steps.end(), [](const Step& step) {
          return !std::holds_alternative<StoreSecret>(step.call);
        }));
  }

  [[nodiscard]] std::string where() const {
    return shown(std::string_view(file_.workspace.host)) + " (" + file_.stack + "/" + file_.target +
           ")";
  }

  [[nodiscard]] std::string moved(Mover mover) const {
    return mover_text(mover, file_.last_applied);
  }

  void add_block(const Change& change) {
    std::visit(Overloaded{
                   [](const NoOp&) {},
                   [&](const Record& c) {
                     if (c.fields.empty()) return;  // only what dgctl keeps of it
                     Block& block = add("~", c.live, "record");
                     add_changes(block, c.live, c.fields);
                   },
                   [&](const Create& c) {
                     Block& block = add("+", c.desired, "create");
                     block.mover = moved(c.mover);
                     if (!is_entry(c.desired.address)) add_values(block, c.desired);
                     note_all(block, c.notes);
                   },
                   [&](const Update& c) {
                     Block& block = add("~", c.desired, "update in place");
                     add_changes(block, c.desired, c.fields);
                     note_all(block, c.notes);
                   },
                   [&](const Replace& c) {
                     Block& block = add("-/+", c.desired, "replace");
                     add_changes(block, c.desired, c.because);
                     for (FieldLine& line : block.fields) line.value += " (forces replacement)";
                     note_contents(block, c.with);
                     for (const auto& [principal, words] : c.ends) {
                       block.notes.push_back("ends the grant of " + shown(words) + " to " +
                                             shown(std::string_view(principal)));
                     }
                   },
                   [&](const Adopt& c) {
                     Block& block = add("<=", c.desired, "adopt");
                     if (c.fields.empty()) block.action += " as it is";
                     add_changes(block, c.desired, c.fields);
                     note_all(block, c.notes);
                   },
                   [&](const Move& c) {
                     blocks_.push_back({" ",
                                        shown(c.from),
                                        "-> " + shown(c.live.address) + " (same object)",
                                        {},
                                        {},
                                        {}});
                   },
                   [&](const Delete& c) {
                     Block& block = add("-", c.live, "delete");
                     if (file_.operation != "destroy") block.mover = moved(c.mover);
                     if (is_secret(c.live.address)) {
                       note_all(block, c.with);
                     } else {
                       note_contents(block, c.with);
                     }
                   },
                   [&](const Forget& c) {
                     add(".", c.recorded, "forget");
                     blocks_.back().notes.push_back(shown(std::string_view(c.because)));
                   },
               },
               change);
  }

  static void note_contents(Block& block, const std::vector<std::string>& names) {
    if (!names.empty()) block.notes.push_back("deletes what it holds: " + listed(names));
  }

  static void note_all(Block& block, const std::vector<std::string>& notes) {
    for (const std::string& note : notes) block.notes.push_back(shown(std::string_view(note)));
  }

  static bool is_secret(const Address& address) {
    return descriptor_of(address.kind).shape == Shape::Secret;
  }

  static bool is_entry(const Address& address) {
    return descriptor_of(address.kind).shape == Shape::Entry;
  }

  Block& add(const std::string& symbol, const Resource& resource, const std::string& verb) {
    Block block{symbol, shown(resource.address), verb, {}, {}, {}};
    const Descriptor& descriptor = descriptor_of(resource.address.kind);
    if (is_entry(resource.address)) {
      const std::string words = descriptor.has_levels
                                    ? shown(std::string_view(text_of(resource.fields, "level")))
                                    : shown(entry_of(resource.fields).words);
      if (verb == "create") block.action = "grant " + words;
      if (verb == "delete") block.action = "revoke " + words;
    } else {
      const std::string name = descriptor.shape == Shape::Secret
                                   ? text_of(resource.fields, "id")
                                   : full_name(descriptor, resource.fields);
      if (!name.empty()) block.action += " " + shown(std::string_view(name));
    }
    blocks_.push_back(std::move(block));
    return blocks_.back();
  }

  /// The fields that a new object is given, its name left out.
  void add_values(Block& block, const Resource& resource) {
    const Descriptor& descriptor = descriptor_of(resource.address.kind);
    static const Value kLater = KnownAfter{};
    for (const Field& field : descriptor.fields) {
      const Value* value = find(resource.fields, field.name);
      if (field.is_id) value = &kLater;
      if (value == nullptr || field.is_name || field.is_label) continue;
      block.fields.push_back({field.name, shown(value), {}});
    }
    if (descriptor.shape == Shape::Secret) block.fields.push_back({"value", "(sensitive)", {}});
  }

  void add_changes(Block& block, const Resource& desired, const std::vector<FieldChange>& fields) {
    const Descriptor& descriptor = descriptor_of(desired.address.kind);
    if (is_entry(desired.address) && !descriptor.has_levels) {
      add_words(block, fields);
      return;
    }
    for (const FieldChange& field : fields) {
      const Field* known = descriptor.field(field.field);
      if (known != nullptr && known->set_like) {
        block.fields.push_back({field.field, shown_members(field), moved(field.mover)});
        continue;
      }
      const Value* live = field.live ? &*field.live : nullptr;
      const Value* wanted = field.desired ? &*field.desired : nullptr;
      block.fields.push_back(
          {field.field, shown(live) + " -> " + shown(wanted), moved(field.mover)});
    }
  }

  /// "grant SELECT; revoke MODIFY"; of what is only recorded "gained SELECT; lost MODIFY".
  static std::string words_that_move(const FieldChange& field, bool records) {
    std::string words;
    const auto side = [&](const std::optional<Value>& value, const char* verb) {
      if (!value || value->list() == nullptr || value->list()->empty()) return;
      words += (words.empty() ? "" : "; ") + std::string(verb) + " " + shown(members_of(&*value));
    };
    side(field.desired, records ? "gained" : "grant");
    side(field.live, records ? "lost" : "revoke");
    return words;
  }

  /// An entry's words, each with who moved: the first stand in the line of the change.
  void add_words(Block& block, const std::vector<FieldChange>& fields) {
    const bool adopts = block.symbol == "<=";
    const bool records = block.action == "record";  // nothing is sent
    std::vector<std::pair<std::string, std::string>> lines;
    lines.reserve(fields.size());
    for (const FieldChange& field : fields) {
      lines.emplace_back(words_that_move(field, records), moved(field.mover));
    }
    if (lines.empty()) return;
    const std::string verb = records ? "record " : adopts ? "adopt; " : "";
    block.action = verb + lines.front().first;
    block.mover = lines.front().second;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      block.fields.push_back({{}, lines[i].first, lines[i].second});
    }
  }

  void lay_out() {
    for (const Block& block : blocks_) {
      address_column_ = std::max(address_column_, kIndent + block.symbol.size() + 1);
    }
    field_column_ = address_column_ + 2;
    action_column_ = address_column_ + 2;
    for (const Block& block : blocks_) {
      const std::size_t width = columns(block.address);
      if (width <= kWidestAddress)
        action_column_ = std::max(action_column_, address_column_ + width + 2);
      for (const FieldLine& line : block.fields) {
        name_width_ = std::max(name_width_, columns(line.name) + 2);
      }
    }
    lay_out_movers();
  }

  void lay_out_movers() {
    mover_column_ = action_column_ + 2;
    for (const Block& block : blocks_) {
      for (const FieldLine& line : block.fields) {
        if (line.mover.empty() || line.name.empty()) continue;
        const std::size_t end = field_column_ + name_width_ + columns(line.value);
        if (end <= kWidestField) mover_column_ = std::max(mover_column_, end + 3);
      }
    }
  }

  [[nodiscard]] std::string painted(const Block& block) const {
    const std::string symbol = padded(std::string(kIndent, ' ') + block.symbol, address_column_);
    if (block.symbol == "+" || block.symbol == "<=") return style_.green(symbol);
    if (block.symbol == "-" || block.symbol == "-/+") return style_.red(symbol);
    return block.symbol == "~" ? style_.yellow(symbol) : symbol;
  }

  void print(const Block& block) {
    out_ += painted(block) + padded(block.address, action_column_ - address_column_ - 2) + "  " +
            block.action + "\n";
    if (!block.mover.empty()) {
      out_ += std::string(mover_column_, ' ') + style_.dim(block.mover) + "\n";
    }
    for (const FieldLine& line : block.fields) {
      if (line.name.empty()) {  // further words of an entry
        out_ += std::string(action_column_, ' ') + line.value + "\n";
        out_ += std::string(mover_column_, ' ') + style_.dim(line.mover) + "\n";
        continue;
      }
      std::string text =
          std::string(field_column_, ' ') + padded(line.name, name_width_) + line.value;
      const bool fits = columns(text) + 2 < mover_column_;
      if (!line.mover.empty() && fits) text = padded(text, mover_column_) + style_.dim(line.mover);
      if (!line.mover.empty() && !fits) {
        text += "\n" + std::string(mover_column_, ' ') + style_.dim(line.mover);
      }
      out_ += text + "\n";
    }
    for (const std::string& note : block.notes) {
      out_ += std::string(mover_column_, ' ') + style_.dim(note) + "\n";
    }
  }

  const PlanFile& file_;
  const Plan& plan_;
  const Style& style_;
  std::string out_;
  std::vector<Block> blocks_;
  std::size_t address_column_ = 0, field_column_ = 0;
  std::size_t action_column_ = 0, name_width_ = 0, mover_column_ = 0;
};

}  // namespace

std::string plan_for_people(const PlanFile& file, const Style& style) {
  return PlanText(file, style).render();
}

std::string plan_summary(const Counts& counts) {
  std::string text = "Plan: ";
  if (counts.imported > 0) text += std::to_string(counts.imported) + " to import, ";
  text += std::to_string(counts.added) + " to add, " + std::to_string(counts.changed) +
          " to change, " + std::to_string(counts.destroyed) + " to destroy";
  if (counts.forgotten > 0) text += ", " + std::to_string(counts.forgotten) + " to forget";
  return text + ".";
}

std::string plan_summary(const PlanFile& file) {
  return has_changes(file.plan) ? plan_summary(count(file.plan.changes)) : no_changes(file);
}

std::string apply_summary(const Counts& counts) {
  std::string text = "Apply complete! Resources: ";
  if (counts.imported > 0) text += std::to_string(counts.imported) + " imported, ";
  text += std::to_string(counts.added) + " added, " + std::to_string(counts.changed) +
          " changed, " + std::to_string(counts.destroyed) + " destroyed";
  if (counts.forgotten > 0) text += ", " + std::to_string(counts.forgotten) + " forgotten";
  return text + ".";
}

std::string destroy_summary(const Counts& counts) {
  return "Destroy complete! Resources: " + std::to_string(counts.destroyed) + " destroyed.";
}

}  // namespace dgctl::engine
