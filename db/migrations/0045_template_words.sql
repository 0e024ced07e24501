-- The first templates of a landlord in plain English. Only those that the landlord has not changed.
update message_template t set title = n.title, body = n.body
from (values
  ('The tenant asks when this will be done. Can you give me a day that I can tell them?',
    'When will this be done?', 'The tenant asks when this will be done. Can you give me a date to pass on?'),
  ('I saw damp or mould today. Room: . How large: . Anybody in the home with breathing trouble, a baby, or over 65: ',
    'Damp or mould seen',
    'I saw damp or mould today. Room: . Size: . Anyone at home with breathing problems, under 1 or over 65: '),
  ('The tenant says that they hold back rent until this is done. A firm day would help both of us.',
    'Rent held back until this is done',
    'The tenant says they are holding back rent until this is done. A firm date would help both of us.'),
  ('Please ring before coming. The best times for the tenant are: ',
    'The tenant needs notice', 'Please call before you visit. The best times for the tenant are: '),
  ('The tenant says that they reported this, but I cannot find it among the repairs. What they told me: ',
    'Reported, but not on the list',
    'The tenant says they reported this, but I cannot find it in the repairs. What they told me: '),
  ('This is booked. The tenant has been told, and we will ring them on the morning.',
    'Booked', 'This is booked. We have told the tenant, and will call them that morning.'),
  ('We have been, and wait for a part. We will book the next visit when it comes and tell you here.',
    'Waiting for a part',
    'We have visited and are waiting for a part. When it arrives we will book the next visit and tell you here.'),
  ('We called and nobody was in. We left a card. Could you ask the tenant which days suit them?',
    'No one was in', 'We visited and no one was in. We left a card. Could you ask the tenant which days suit them?'),
  ('Before we book this we need to know more. Please ask the tenant: ',
    'More information needed', 'Before we book this we need more information. Please ask the tenant: '),
  ('A surveyor will look at this first. We will send what they find and the day of the work.',
    'Inspection first', 'A surveyor will look at this first. We will send their findings and the date of the work.')
) as n (was, title, body)
where t.body = n.was;
