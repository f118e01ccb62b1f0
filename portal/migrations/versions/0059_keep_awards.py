"""Keep awards: schemes, nominees, juries, what was given, certificates

Revision: 0059, after 0058
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.database
import portal.storage.texts.columns

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

TABLES = (
    "award_scheme",
    "award_criterion",
    "award_listed_juror",
    "award_nominee",
    "award_nomination",
    "award_record",
    "award_seat",
    "award_points",
    "award",
    "award_certificate",
)
# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('award_scheme_state_begins', 'award_scheme', 'INSERT', "NEW.state <> 'draft'", 'the first state is another one'),
    ('award_scheme_state_follows', 'award_scheme', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('draft published', 'published nominating', 'nominating screening', 'screening judging', 'judging decided', 'decided announced', 'announced closed')", 'this state cannot follow that one'),
    ('award_scheme_once', 'award_scheme', 'UPDATE OF numbers_digest, frozen_on, seed, seed_on, decided_on', '((OLD.numbers_digest IS NOT NULL AND NEW.numbers_digest IS DISTINCT FROM OLD.numbers_digest) OR (OLD.frozen_on IS NOT NULL AND NEW.frozen_on IS DISTINCT FROM OLD.frozen_on) OR (OLD.seed IS NOT NULL AND NEW.seed IS DISTINCT FROM OLD.seed) OR (OLD.seed_on IS NOT NULL AND NEW.seed_on IS DISTINCT FROM OLD.seed_on) OR (OLD.decided_on IS NOT NULL AND NEW.decided_on IS DISTINCT FROM OLD.decided_on))', 'what was fixed stays'),
    ('award_scheme_rules_stay', 'award_scheme', 'UPDATE OF name, purpose, year, places, jurors, form, years, outstanding, hours, nominating_from, nominating_until, seed_event, seed_due, published_on', "OLD.state <> 'draft' AND (NEW.name IS DISTINCT FROM OLD.name OR NEW.purpose IS DISTINCT FROM OLD.purpose OR NEW.year IS DISTINCT FROM OLD.year OR NEW.places IS DISTINCT FROM OLD.places OR NEW.jurors IS DISTINCT FROM OLD.jurors OR NEW.form IS DISTINCT FROM OLD.form OR NEW.years IS DISTINCT FROM OLD.years OR NEW.outstanding IS DISTINCT FROM OLD.outstanding OR NEW.hours IS DISTINCT FROM OLD.hours OR NEW.nominating_from IS DISTINCT FROM OLD.nominating_from OR NEW.nominating_until IS DISTINCT FROM OLD.nominating_until OR NEW.seed_event IS DISTINCT FROM OLD.seed_event OR NEW.seed_due IS DISTINCT FROM OLD.seed_due OR NEW.published_on IS DISTINCT FROM OLD.published_on)", 'rules of a published scheme never change'),
    ('award_scheme_is_kept', 'award_scheme', 'DELETE', "OLD.state <> 'draft'", 'a published scheme is kept'),
    ('award_scheme_published_whole', 'award_scheme', 'UPDATE OF state', "NEW.state = 'published' AND ((SELECT count(*) FROM award_listed_juror AS j WHERE j.scheme_id = NEW.id) < 9 OR NOT EXISTS (SELECT 1 FROM award_criterion AS c WHERE c.scheme_id = NEW.id))", 'a scheme is published with criteria and nine jurors'),
    ('award_scheme_after_objections', 'award_scheme', 'UPDATE OF state', "NEW.state = 'nominating' AND EXISTS (SELECT 1 FROM objection AS o JOIN yearly_evaluation AS e ON e.id = o.evaluation_id JOIN evaluation_cycle AS c ON c.id = e.cycle_id WHERE c.year = NEW.year AND o.state IN ('filed', 'admitted', 'hearing'))", 'awards begin after the last objection'),
    ('award_scheme_points_all_in', 'award_scheme', 'UPDATE OF state', "NEW.state = 'decided' AND EXISTS (SELECT 1 FROM award_nominee AS n, award_seat AS s WHERE n.scheme_id = NEW.id AND s.scheme_id = NEW.id AND n.state = 'eligible' AND s.state <> 'stepped_out' AND NOT EXISTS (SELECT 1 FROM award_points AS p WHERE p.seat_id = s.id AND p.nominee_id = n.id))", 'all points are in before a decision'),
    ('award_criterion_insert_in_draft', 'award_criterion', 'INSERT', "(SELECT s.state FROM award_scheme AS s WHERE s.id = NEW.scheme_id) <> 'draft'", 'rules of a published scheme never change'),
    ('award_criterion_update_in_draft', 'award_criterion', 'UPDATE', "(SELECT s.state FROM award_scheme AS s WHERE s.id = NEW.scheme_id) <> 'draft'", 'rules of a published scheme never change'),
    ('award_criterion_delete_in_draft', 'award_criterion', 'DELETE', "(SELECT s.state FROM award_scheme AS s WHERE s.id = OLD.scheme_id) <> 'draft'", 'rules of a published scheme never change'),
    ('award_listed_juror_insert_in_draft', 'award_listed_juror', 'INSERT', "(SELECT s.state FROM award_scheme AS s WHERE s.id = NEW.scheme_id) <> 'draft'", 'rules of a published scheme never change'),
    ('award_listed_juror_update_in_draft', 'award_listed_juror', 'UPDATE', "(SELECT s.state FROM award_scheme AS s WHERE s.id = NEW.scheme_id) <> 'draft'", 'rules of a published scheme never change'),
    ('award_listed_juror_delete_in_draft', 'award_listed_juror', 'DELETE', "(SELECT s.state FROM award_scheme AS s WHERE s.id = OLD.scheme_id) <> 'draft'", 'rules of a published scheme never change'),
    ('award_nominee_state_begins', 'award_nominee', 'INSERT', "NEW.state <> 'nominated'", 'the first state is another one'),
    ('award_nominee_state_follows', 'award_nominee', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('nominated eligible', 'nominated not_eligible', 'nominated withdrawn', 'eligible withdrawn')", 'this state cannot follow that one'),
    ('award_nominee_stays', 'award_nominee', 'UPDATE OF scheme_id, person_id', '(NEW.scheme_id IS DISTINCT FROM OLD.scheme_id OR NEW.person_id IS DISTINCT FROM OLD.person_id)', 'this part of the row never changes'),
    ('award_nominee_once', 'award_nominee', 'UPDATE OF number, screened, work_result', '((OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number) OR (OLD.screened IS NOT NULL AND NEW.screened IS DISTINCT FROM OLD.screened) OR (OLD.work_result IS NOT NULL AND NEW.work_result IS DISTINCT FROM OLD.work_result))', 'what was fixed stays'),
    ('award_nominee_is_kept', 'award_nominee', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('award_nominee_while_nominating', 'award_nominee', 'INSERT', "(SELECT s.state FROM award_scheme AS s WHERE s.id = NEW.scheme_id) <> 'nominating'", 'nominees are named while nominations are open'),
    ('award_nominee_frozen_in_screening', 'award_nominee', 'UPDATE OF number, screened, work_result', "(SELECT s.state FROM award_scheme AS s WHERE s.id = NEW.scheme_id) <> 'screening'", 'numbers are frozen while nominees are screened'),
    ('award_nomination_stays', 'award_nomination', 'UPDATE OF nominee_id, by_id, way, made_on', '(NEW.nominee_id IS DISTINCT FROM OLD.nominee_id OR NEW.by_id IS DISTINCT FROM OLD.by_id OR NEW.way IS DISTINCT FROM OLD.way OR NEW.made_on IS DISTINCT FROM OLD.made_on)', 'this part of the row never changes'),
    ('award_nomination_while_nominating', 'award_nomination', 'INSERT', "NOT EXISTS (SELECT 1 FROM award_nominee AS n JOIN award_scheme AS s ON s.id = n.scheme_id WHERE n.id = NEW.nominee_id AND s.state = 'nominating')", 'nominations are written while they are open'),
    ('award_record_stays', 'award_record', 'UPDATE OF nominee_id, kind, year, value, source, dated', '(NEW.nominee_id IS DISTINCT FROM OLD.nominee_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.year IS DISTINCT FROM OLD.year OR NEW.value IS DISTINCT FROM OLD.value OR NEW.source IS DISTINCT FROM OLD.source OR NEW.dated IS DISTINCT FROM OLD.dated)', 'this part of the row never changes'),
    ('award_record_is_kept', 'award_record', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('award_record_before_freezing', 'award_record', 'INSERT', "NOT EXISTS (SELECT 1 FROM award_nominee AS n JOIN award_scheme AS s ON s.id = n.scheme_id WHERE n.id = NEW.nominee_id AND s.state IN ('nominating', 'screening') AND s.numbers_digest IS NULL)", 'what is recorded after the freezing counts no more'),
    ('award_seat_state_begins', 'award_seat', 'INSERT', "NEW.state <> 'drawn'", 'the first state is another one'),
    ('award_seat_state_follows', 'award_seat', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('drawn stepped_out', 'drawn taken', 'taken stepped_out')", 'this state cannot follow that one'),
    ('award_seat_stays', 'award_seat', 'UPDATE OF scheme_id, place, person_id', '(NEW.scheme_id IS DISTINCT FROM OLD.scheme_id OR NEW.place IS DISTINCT FROM OLD.place OR NEW.person_id IS DISTINCT FROM OLD.person_id)', 'this part of the row never changes'),
    ('award_seat_is_kept', 'award_seat', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('award_seat_from_the_list', 'award_seat', 'INSERT', "NOT EXISTS (SELECT 1 FROM award_listed_juror AS j WHERE j.scheme_id = NEW.scheme_id AND j.place = NEW.place AND j.person_id = NEW.person_id) OR EXISTS (SELECT 1 FROM award_nominee AS n WHERE n.scheme_id = NEW.scheme_id AND n.person_id = NEW.person_id AND n.state = 'eligible') OR (SELECT s.state FROM award_scheme AS s WHERE s.id = NEW.scheme_id) NOT IN ('screening', 'judging')", 'jurors come from the published list and are no nominees'),
    ('award_seat_until_decided', 'award_seat', 'UPDATE OF state', "(SELECT s.state FROM award_scheme AS s WHERE s.id = NEW.scheme_id) <> 'judging'", 'the jury is fixed once it is decided'),
    ('award_points_stays', 'award_points', 'UPDATE OF seat_id, nominee_id', '(NEW.seat_id IS DISTINCT FROM OLD.seat_id OR NEW.nominee_id IS DISTINCT FROM OLD.nominee_id)', 'this part of the row never changes'),
    ('award_points_is_kept', 'award_points', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('award_points_by_a_juror', 'award_points', 'INSERT', "NOT EXISTS (SELECT 1 FROM award_seat AS s JOIN award_nominee AS n ON n.scheme_id = s.scheme_id JOIN award_scheme AS a ON a.id = s.scheme_id WHERE s.id = NEW.seat_id AND n.id = NEW.nominee_id AND s.state = 'taken' AND n.state = 'eligible' AND a.state = 'judging' AND n.person_id <> s.person_id)", 'points are given by a juror without conflict'),
    ('award_state_begins', 'award', 'INSERT', "NEW.state <> 'given'", 'the first state is another one'),
    ('award_state_follows', 'award', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('given taken_back')", 'this state cannot follow that one'),
    ('award_stays', 'award', 'UPDATE OF scheme_id, place, person_id, decided_on, agency_id', '(NEW.scheme_id IS DISTINCT FROM OLD.scheme_id OR NEW.place IS DISTINCT FROM OLD.place OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.decided_on IS DISTINCT FROM OLD.decided_on OR NEW.agency_id IS DISTINCT FROM OLD.agency_id)', 'this part of the row never changes'),
    ('award_once', 'award', 'UPDATE OF names_agency', '((OLD.names_agency IS NOT NULL AND NEW.names_agency IS DISTINCT FROM OLD.names_agency))', 'what was fixed stays'),
    ('award_is_kept', 'award', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('award_of_a_judged_nominee', 'award', 'INSERT', "NOT EXISTS (SELECT 1 FROM award_nominee AS n WHERE n.scheme_id = NEW.scheme_id AND n.person_id = NEW.person_id AND n.state = 'eligible') OR (SELECT s.state FROM award_scheme AS s WHERE s.id = NEW.scheme_id) <> 'judging'", 'an award goes to a nominee whom the jury judged'),
    ('award_certificate_stays', 'award_certificate', 'UPDATE OF award_id, number, code_hash, issued_on', '(NEW.award_id IS DISTINCT FROM OLD.award_id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.code_hash IS DISTINCT FROM OLD.code_hash OR NEW.issued_on IS DISTINCT FROM OLD.issued_on)', 'this part of the row never changes'),
    ('award_certificate_once', 'award_certificate', 'UPDATE OF ended_on', '((OLD.ended_on IS NOT NULL AND NEW.ended_on IS DISTINCT FROM OLD.ended_on))', 'what was fixed stays'),
    ('award_certificate_is_kept', 'award_certificate', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('award_certificate_of_a_given_one', 'award_certificate', 'INSERT', "NOT EXISTS (SELECT 1 FROM award AS a JOIN award_scheme AS s ON s.id = a.scheme_id WHERE a.id = NEW.award_id AND a.state = 'given' AND s.state IN ('announced', 'closed'))", 'a certificate stands for an award that was announced'),
)


def make_rules() -> None:
    """Let the database refuse what the rules say."""
    for name, table, act, refuses, message in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"WHEN {refuses} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        row = "OLD" if act == "DELETE" else "NEW"
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {refuses} THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = '23514'; END IF; RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def upgrade() -> None:
    op.create_table('award_scheme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('purpose', sa.String(length=2000), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('jurors', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=24), nullable=False),
    sa.Column('years', sa.Integer(), nullable=False),
    sa.Column('outstanding', sa.Integer(), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('nominating_from', sa.Date(), nullable=False),
    sa.Column('nominating_until', sa.Date(), nullable=False),
    sa.Column('seed_event', sa.String(length=200), nullable=False),
    sa.Column('seed_due', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('numbers_digest', sa.String(length=64), nullable=True),
    sa.Column('frozen_on', sa.Date(), nullable=True),
    sa.Column('seed', sa.String(length=200), nullable=True),
    sa.Column('seed_on', sa.Date(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(numbers_digest IS NULL) = (frozen_on IS NULL) AND (numbers_digest IS NULL OR state NOT IN ('draft', 'published', 'nominating'))", name=op.f('ck_award_scheme_frozen')),
    sa.CheckConstraint("(seed IS NULL) = (seed_on IS NULL) AND (seed IS NULL OR (numbers_digest IS NOT NULL AND seed_on > frozen_on)) AND (seed IS NOT NULL OR state NOT IN ('judging', 'decided', 'announced', 'closed'))", name=op.f('ck_award_scheme_seed_after_numbers')),
    sa.CheckConstraint("(state = 'draft') = (published_on IS NULL)", name=op.f('ck_award_scheme_published')),
    sa.CheckConstraint("(state IN ('decided', 'announced', 'closed')) = (decided_on IS NOT NULL)", name=op.f('ck_award_scheme_decided')),
    sa.CheckConstraint("form IN ('certificate', 'money', 'promotion')", name=op.f('ck_award_scheme_form')),
    sa.CheckConstraint("state IN ('draft', 'published', 'nominating', 'screening', 'judging', 'decided', 'announced', 'closed')", name=op.f('ck_award_scheme_state')),
    sa.CheckConstraint('jurors BETWEEN 3 AND 7', name=op.f('ck_award_scheme_jurors')),
    sa.CheckConstraint('places BETWEEN 1 AND 10', name=op.f('ck_award_scheme_places')),
    sa.CheckConstraint('revision >= 1', name=op.f('ck_award_scheme_revision')),
    sa.CheckConstraint('substr(CAST(nominating_from AS TEXT), 1, 4) > CAST(year AS TEXT) AND nominating_until >= nominating_from AND seed_due > nominating_until', name=op.f('ck_award_scheme_calendar')),
    sa.CheckConstraint('substr(CAST(published_on AS TEXT), 1, 4) < CAST(year AS TEXT)', name=op.f('ck_award_scheme_before_its_year')),
    sa.CheckConstraint('year BETWEEN 2000 AND 2999', name=op.f('ck_award_scheme_year')),
    sa.CheckConstraint('years BETWEEN 1 AND 5 AND outstanding BETWEEN 0 AND years AND hours BETWEEN 0 AND 200', name=op.f('ck_award_scheme_eligibility')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_scheme'))
    )
    op.create_table('award_criterion',
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.CheckConstraint('number BETWEEN 1 AND 6', name=op.f('ck_award_criterion_number')),
    sa.CheckConstraint('points BETWEEN 1 AND 100', name=op.f('ck_award_criterion_points')),
    sa.ForeignKeyConstraint(['scheme_id'], ['award_scheme.id'], name=op.f('fk_award_criterion_scheme_id_award_scheme')),
    sa.PrimaryKeyConstraint('scheme_id', 'number', name=op.f('pk_award_criterion'))
    )
    op.create_table('award_listed_juror',
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('place >= 1', name=op.f('ck_award_listed_juror_place')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_award_listed_juror_person_id_officer')),
    sa.ForeignKeyConstraint(['scheme_id'], ['award_scheme.id'], name=op.f('fk_award_listed_juror_scheme_id_award_scheme')),
    sa.PrimaryKeyConstraint('scheme_id', 'place', name=op.f('pk_award_listed_juror')),
    sa.UniqueConstraint('scheme_id', 'person_id', name=op.f('uq_award_listed_juror_scheme_id_person_id'))
    )
    op.create_index(op.f('ix_award_listed_juror_person_id'), 'award_listed_juror', ['person_id'], unique=False)
    op.create_table('award_nominee',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('number', sa.String(length=12), nullable=True),
    sa.Column('screened', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('work_result', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.CheckConstraint("state <> 'eligible' OR number IS NOT NULL", name=op.f('ck_award_nominee_number')),
    sa.CheckConstraint("state IN ('nominated', 'eligible', 'not_eligible', 'withdrawn')", name=op.f('ck_award_nominee_state')),
    sa.CheckConstraint("state NOT IN ('eligible', 'not_eligible') OR screened IS NOT NULL", name=op.f('ck_award_nominee_screened')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_award_nominee_person_id_officer')),
    sa.ForeignKeyConstraint(['scheme_id'], ['award_scheme.id'], name=op.f('fk_award_nominee_scheme_id_award_scheme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_nominee')),
    sa.UniqueConstraint('scheme_id', 'number', name=op.f('uq_award_nominee_scheme_id_number')),
    sa.UniqueConstraint('scheme_id', 'person_id', name=op.f('uq_award_nominee_scheme_id_person_id'))
    )
    op.create_index(op.f('ix_award_nominee_person_id'), 'award_nominee', ['person_id'], unique=False)
    op.create_index(op.f('ix_award_nominee_scheme_id'), 'award_nominee', ['scheme_id'], unique=False)
    op.create_table('award_nomination',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=24), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('reason', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('evidence', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.CheckConstraint("way IN ('superior', 'colleague', 'oneself')", name=op.f('ck_award_nomination_way')),
    sa.ForeignKeyConstraint(['by_id'], ['officer.id'], name=op.f('fk_award_nomination_by_id_officer')),
    sa.ForeignKeyConstraint(['nominee_id'], ['award_nominee.id'], name=op.f('fk_award_nomination_nominee_id_award_nominee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_nomination')),
    sa.UniqueConstraint('nominee_id', 'by_id', name=op.f('uq_award_nomination_nominee_id_by_id'))
    )
    op.create_index(op.f('ix_award_nomination_by_id'), 'award_nomination', ['by_id'], unique=False)
    op.create_table('award_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('value', sa.String(length=24), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.CheckConstraint("(kind = 'predicate') = (year IS NOT NULL)", name=op.f('ck_award_record_year')),
    sa.CheckConstraint("kind IN ('integrity', 'hours', 'predicate')", name=op.f('ck_award_record_kind')),
    sa.ForeignKeyConstraint(['nominee_id'], ['award_nominee.id'], name=op.f('fk_award_record_nominee_id_award_nominee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_record'))
    )
    op.create_index(op.f('ix_award_record_nominee_id'), 'award_record', ['nominee_id'], unique=False)
    op.create_table('award_seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.CheckConstraint("state IN ('drawn', 'taken', 'stepped_out')", name=op.f('ck_award_seat_state')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_award_seat_person_id_officer')),
    sa.ForeignKeyConstraint(['scheme_id'], ['award_scheme.id'], name=op.f('fk_award_seat_scheme_id_award_scheme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_seat')),
    sa.UniqueConstraint('scheme_id', 'place', name=op.f('uq_award_seat_scheme_id_place'))
    )
    op.create_index(op.f('ix_award_seat_person_id'), 'award_seat', ['person_id'], unique=False)
    op.create_table('award_points',
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('points', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.ForeignKeyConstraint(['nominee_id'], ['award_nominee.id'], name=op.f('fk_award_points_nominee_id_award_nominee')),
    sa.ForeignKeyConstraint(['seat_id'], ['award_seat.id'], name=op.f('fk_award_points_seat_id_award_seat')),
    sa.PrimaryKeyConstraint('seat_id', 'nominee_id', name=op.f('pk_award_points'))
    )
    op.create_index(op.f('ix_award_points_nominee_id'), 'award_points', ['nominee_id'], unique=False)
    op.create_table('award',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('decider_id', sa.Integer(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('reason', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('name_consent', sa.Boolean(name='name_consent'), nullable=True),
    sa.Column('photo_consent', sa.Boolean(name='photo_consent'), nullable=True),
    sa.Column('consent_on', sa.Date(), nullable=True),
    sa.Column('was_named', sa.Boolean(name='was_named'), nullable=False),
    sa.Column('names_agency', sa.Boolean(name='names_agency'), nullable=True),
    sa.Column('review_reason', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.Column('reviewed_on', sa.Date(), nullable=True),
    sa.Column('taken_back_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state = 'taken_back') = (taken_back_on IS NOT NULL) AND (state = 'given' OR review_reason IS NOT NULL)", name=op.f('ck_award_taken_back')),
    sa.CheckConstraint("state IN ('given', 'taken_back')", name=op.f('ck_award_state')),
    sa.CheckConstraint('(name_consent IS NULL) = (consent_on IS NULL) AND (name_consent IS NULL) = (photo_consent IS NULL)', name=op.f('ck_award_consent')),
    sa.CheckConstraint('decider_id <> person_id', name=op.f('ck_award_not_for_oneself')),
    sa.CheckConstraint('photo_consent IS NOT TRUE OR name_consent', name=op.f('ck_award_photo_with_name')),
    sa.CheckConstraint('place >= 1', name=op.f('ck_award_place')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_award_agency_id_agency')),
    sa.ForeignKeyConstraint(['decider_id'], ['officer.id'], name=op.f('fk_award_decider_id_officer')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_award_person_id_officer')),
    sa.ForeignKeyConstraint(['scheme_id'], ['award_scheme.id'], name=op.f('fk_award_scheme_id_award_scheme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award')),
    sa.UniqueConstraint('scheme_id', 'person_id', name=op.f('uq_award_scheme_id_person_id')),
    sa.UniqueConstraint('scheme_id', 'place', name=op.f('uq_award_scheme_id_place'))
    )
    op.create_index(op.f('ix_award_person_id'), 'award', ['person_id'], unique=False)
    op.create_table('award_certificate',
    sa.Column('award_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('code_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('code', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint('length(code_hash) = 32', name=op.f('ck_award_certificate_code_hash')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_award_certificate_award_id_award')),
    sa.PrimaryKeyConstraint('award_id', name=op.f('pk_award_certificate')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_award_certificate_code_hash')),
    sa.UniqueConstraint('number', name=op.f('uq_award_certificate_number'))
    )
    make_rules()


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    for name in reversed(TABLES):
        op.drop_table(name)
